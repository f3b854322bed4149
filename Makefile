# The two commands: make film, make test. And `make film ARTIST=step2`: by the model.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
ARTIST ?= previz
BY := $(patsubst %,_%,$(filter-out previz,$(ARTIST)))

.PHONY: film test lint types unit clean
.DEFAULT_GOAL := film

film: $(VENV)/.$(ARTIST)
	@$(RUN)/openstage make examples/night_shift.fountain -o film/night_shift$(BY) --artist $(ARTIST)

test: lint types unit

lint: $(VENV)/.tools
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(VENV)/.tools
	$(RUN)/mypy

unit: $(VENV)/.tools
	$(RUN)/pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered

# What a film needs. It draws without torch, so nobody waits for gigabytes to see one.
$(VENV)/.program: pyproject.toml scripts/check_system.py
	@$(PYTHON) scripts/check_system.py
	@echo "setting up $(VENV) (once, a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# What an artist needs on top: nothing, but for the model.
$(VENV)/.%: $(VENV)/.program
	@touch $@

$(VENV)/.step2: $(VENV)/.program
	@echo "bringing what the model needs (once, a few minutes)"
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[step2]'
	@touch $@

# What the checks need on top: every extra.
$(VENV)/.tools: $(VENV)/.program
	@echo "bringing what the checks need (once, a few minutes)"
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,llm,train]'
	@touch $@

clean:
	rm -rf $(VENV) film .coverage .mypy_cache .pytest_cache .ruff_cache

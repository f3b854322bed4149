# The two commands: make film, make test.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

.PHONY: film test lint types unit clean
.DEFAULT_GOAL := film

film: $(VENV)/.ready
	@$(RUN)/openstage make examples/night_shift.fountain -o film/night_shift

test: lint types unit

lint: $(VENV)/.ready
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(VENV)/.ready
	$(RUN)/mypy

unit: $(VENV)/.ready
	$(RUN)/pytest --cov --cov-report=term:skip-covered

$(VENV)/.ready: pyproject.toml scripts/check_system.py
	@$(PYTHON) scripts/check_system.py
	@echo "setting up $(VENV) (once, a minute or two)"
	@$(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,llm]'
	@touch $@

clean:
	rm -rf $(VENV) film .coverage .mypy_cache .pytest_cache .ruff_cache

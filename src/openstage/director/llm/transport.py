"""One line to the model: asks, waits, asks again, has faulty answers mended, counts the tokens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from openai import AsyncOpenAI, OpenAIError, Timeout
from pydantic import BaseModel
from pydantic_ai import Agent, ModelRetry, PromptedOutput, UserContent
from pydantic_ai.exceptions import AgentRunError
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.profiles import ModelProfile
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage, UsageLimits

from openstage.director.llm.bill import Usage, price
from openstage.director.llm.endpoint import Endpoint, Patience
from openstage.director.llm.faults import explain, passes, refuses_json_mode, wants_wait

log = logging.getLogger(__name__)

Answer = TypeVar("Answer", bound=BaseModel)
Result = TypeVar("Result")

CONNECT = 10.0
"""Seconds to reach the server."""

NO_KEY = "none"
"""What a server that needs no key is given as one: the protocol has no word for none."""


class PatientModel(WrapperModel):
    """Sends a request again while the fault may pass: a busy or broken server, a silence.

    Answers are streamed, so that a slow model is told from a dead one; what arrives is handed on
    whole.
    """

    def __init__(
        self, model: OpenAIChatModel, without_json_mode: OpenAIChatModel, patience: Patience
    ):
        super().__init__(model)
        self._without_json_mode = without_json_mode
        self._patience = patience
        self._answered = False

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        tried = 0
        while True:
            try:
                response = await self._stream(messages, model_settings, model_request_parameters)
            except AgentRunError as error:
                tried += 1
                if refuses_json_mode(error) and self.wrapped is not self._without_json_mode:
                    self.wrapped = self._without_json_mode
                elif tried < self._patience.tries and passes(error, answered=self._answered):
                    await self._wait(error, tried)
                else:
                    raise
            else:
                self._answered = True
                return response

    async def _stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        async with self.wrapped.request_stream(
            messages, model_settings, model_request_parameters
        ) as stream:
            async for _ in stream:
                pass
            return stream.get()

    async def _wait(self, error: AgentRunError, tried: int) -> None:
        doubled = min(self._patience.first_wait * 2 ** (tried - 1), self._patience.longest_wait)
        seconds = max(doubled, wants_wait(error) or 0.0)
        if seconds >= self._patience.whole:
            raise error
        log.info("%s; asking again in %.1f s", type(error).__name__, seconds)
        await asyncio.sleep(seconds)


class Line:
    """An open line to the model, inside `Transport.talk`."""

    def __init__(self, model: PatientModel, patience: Patience, spent: RunUsage):
        self._model = model
        self._patience = patience
        self._spent = spent

    async def ask(
        self,
        instructions: str,
        question: str | Sequence[UserContent],
        answer: type[Answer],
        check: Callable[[Answer], list[str]] = lambda _: [],
    ) -> Answer:
        """The model's answer as an object. `check` names its faults, which are sent back to it.

        Raises the errors of pydantic-ai, which `Transport.talk` turns into ours.
        """
        agent = Agent(
            self._model,
            output_type=PromptedOutput(answer),
            instructions=instructions,
            retries=self._patience.repairs,
        )

        @agent.output_validator
        def _mend(given: Answer) -> Answer:
            faults = check(given)
            if faults:
                raise ModelRetry("Mend this and answer in full again:\n" + "\n".join(faults))
            return given

        run = await agent.run(
            question, usage=self._spent, usage_limits=UsageLimits(request_limit=None)
        )
        return run.output


class Transport:
    """Runs conversations with one endpoint and counts what they spend."""

    def __init__(self, endpoint: Endpoint, patience: Patience):
        self.endpoint = endpoint
        self.patience = patience
        self._spent = RunUsage()

    @property
    def usage(self) -> Usage:
        read, written = self._spent.input_tokens, self._spent.output_tokens
        cost = price(self.endpoint.prices, read, written)
        return Usage(self._spent.requests, read, written, cost)

    def talk(self, conversation: Callable[[Line], Awaitable[Result]]) -> Result:
        """The result of the conversation. Not to be called from inside a running event loop.

        Raises ServiceError for whatever the server or the model does wrong, and for a conversation
        that takes longer than all our patience.
        """
        try:
            return asyncio.run(self._within_limit(conversation))
        except (AgentRunError, OpenAIError, TimeoutError) as error:
            fault = explain(error, self.endpoint, self.patience)
        # Raised out here, so that no traceback leads to what the server said: it may hold the key.
        raise fault

    async def _within_limit(self, conversation: Callable[[Line], Awaitable[Result]]) -> Result:
        client = AsyncOpenAI(
            base_url=self.endpoint.url,
            api_key=self.endpoint.key or NO_KEY,
            timeout=Timeout(self.patience.silence, connect=min(CONNECT, self.patience.silence)),
            max_retries=0,
        )
        async with client, asyncio.timeout(self.patience.whole):
            return await conversation(Line(self._model(client), self.patience, self._spent))

    def _model(self, client: AsyncOpenAI) -> PatientModel:
        name, provider = self.endpoint.model, OpenAIProvider(openai_client=client)
        no_json_mode = ModelProfile(supports_json_object_output=False)
        return PatientModel(
            OpenAIChatModel(name, provider=provider),
            OpenAIChatModel(name, provider=provider, profile=no_json_mode),
            self.patience,
        )

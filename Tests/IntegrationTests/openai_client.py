"""Drives a node with the official OpenAI client, unchanged. Run by test_node_api.py with the node's base URL; exits 0 when all of it holds."""
import math
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1], api_key="unused", max_retries=0)
question = [{"role": "system", "content": "You are a helpdesk."}, {"role": "user", "content": "I forgot my password, please reset it"}]

models = [model.id for model in client.models.list()]
assert {"auto", "local"} <= set(models), models
assert client.models.retrieve("auto").id == "auto"

completion = client.chat.completions.create(model="auto", messages=question)
assert completion.choices[0].message.role == "assistant" and completion.choices[0].message.content, completion
assert completion.choices[0].finish_reason == "stop" and completion.usage.total_tokens >= 0

raw = client.chat.completions.with_raw_response.create(model="upstream", messages=question, temperature=0.2, max_tokens=50, user="someone")
assert raw.headers["weir-route"] == "escalate" and raw.headers["weir-decision-id"], dict(raw.headers)
assert "[stand-in]" in raw.parse().choices[0].message.content and raw.parse().model == "stand-in"

for model in ("auto", "upstream"):
    parts, finish = [], None
    for chunk in client.chat.completions.create(model=model, messages=question, stream=True, stream_options={"include_usage": True}):
        for choice in chunk.choices:
            parts.append(choice.delta.content or "")
            finish = choice.finish_reason or finish
    assert "".join(parts) and finish == "stop", (model, parts, finish)

for form in (openai.NOT_GIVEN, "float"):
    answer = client.embeddings.create(model="local", input=["one text", "another text"], encoding_format=form)
    assert [item.index for item in answer.data] == [0, 1]
    for item in answer.data:
        assert abs(math.sqrt(sum(x * x for x in item.embedding)) - 1) < 1e-3, form

for call, error in (
    (lambda: client.chat.completions.create(model="nobody", messages=question), openai.NotFoundError),
    (lambda: client.chat.completions.create(model="auto", messages=[]), openai.BadRequestError),
    (lambda: client.models.retrieve("nobody"), openai.NotFoundError),
):
    try:
        call()
    except error as caught:
        assert caught.body and caught.body["message"], caught
    else:
        raise AssertionError(f"{error.__name__} expected")
print("the official client works")

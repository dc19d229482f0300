// The story as an application tells it that uses version 3 of Langfuse's JavaScript package.

const { Langfuse, LangfuseMedia, LangfuseWeb } = require("langfuse");
const { SDK, STORY, PICTURE, silently, tell } = require("./storyteller.cjs");

const CAPITALS = `support/capitals ${SDK}`;

/** It has no call of its own that asks whether its key is right; any read does. */
async function connection(langfuse) {
  return Array.isArray((await langfuse.fetchTraces({ limit: 1 })).data);
}

async function trace(langfuse) {
  const trace = langfuse.trace({
    name: "answer a question",
    userId: STORY.user,
    sessionId: `visit of ${SDK}`,
    tags: STORY.tags,
    metadata: STORY.metadata,
    version: STORY.version,
    release: STORY.release,
    input: STORY.question,
  });
  const agent = trace.span({ name: "answer", input: STORY.question });
  search(agent);
  agent.span({ name: "look up", input: { order: 4711 } }).end({ level: "ERROR", statusMessage: STORY.failure });
  write(agent);
  agent.end({ output: STORY.answer });
  trace.update({ output: STORY.answer });
  await langfuse.flushAsync();
  return { id: trace.id, url: trace.getTraceUrl() };
}

function search(agent) {
  const search = agent.span({ name: "search", input: STORY.question });
  search.event({ name: "found", input: { order: 4711 } });
  search.end({ output: ["order 4711"], metadata: { index: "orders", hits: 1 }, level: "DEBUG" });
}

function write(agent) {
  const generation = agent.generation({
    name: "write",
    model: STORY.model,
    modelParameters: STORY.model_parameters,
    input: [{ role: "user", content: STORY.question }],
  });
  generation.end({ output: { role: "assistant", content: STORY.answer }, usage: STORY.usage });
}

async function linked_prompt(langfuse) {
  const name = `support/linked ${SDK}`;
  const prompt = await langfuse.createPrompt({ name, prompt: "Hello", labels: ["production"] });
  const trace = langfuse.trace({ name: "linked" });
  trace.generation({ name: "linked", model: STORY.model, prompt }).end({ output: "Hello" });
  await langfuse.flushAsync();
  return { trace: trace.id, name, version: prompt.version };
}

async function scores(langfuse) {
  const trace = langfuse.trace({ name: "scored" });
  const span = trace.span({ name: "scored" });
  trace.score({ name: "accuracy", value: 0.9, dataType: "NUMERIC", comment: "close" });
  span.score({ name: "helpful", value: 1, dataType: "BOOLEAN" });
  span.score({ name: "tone", value: "friendly", dataType: "CATEGORICAL", metadata: { by: "ada" } });
  const session = `scored visit of ${SDK}`;
  langfuse.score({ name: "mood", value: 4, sessionId: session });
  for (const value of [0.1, 0.7]) {
    langfuse.score({ name: "retold", value, traceId: trace.id, id: `retold ${SDK}` });
    await langfuse.flushAsync();
  }
  return { trace: trace.id, observation: span.id, session };
}

/** Needs `scores`: what a browser sends, with the public key alone. */
async function browser_scores(langfuse) {
  const trace = langfuse.trace({ name: "seen in a browser" });
  await langfuse.flushAsync();
  const web = new LangfuseWeb({ publicKey: process.env.LANGFUSE_PUBLIC_KEY });
  await web.score({ traceId: trace.id, name: "thumb", value: 1, comment: "up" });
  await web.flushAsync();
  return { trace: trace.id };
}

async function prompts(langfuse) {
  const name = `support/greeting ${SDK}`;
  const fresh = { cacheTtlSeconds: 0 };
  await langfuse.createPrompt({
    name,
    prompt: "Hello {{name}}",
    labels: ["production"],
    tags: ["support"],
    config: { temperature: 0.2 },
    commitMessage: "Greet",
  });
  await langfuse.createPrompt({
    name,
    prompt: "Good day {{name}}",
    labels: ["staging"],
    commitMessage: "Be polite",
  });
  const production = await langfuse.getPrompt(name, undefined, fresh);
  const told = {
    production: [
      production.version,
      production.prompt,
      production.config,
      production.labels,
      production.tags,
    ],
    staging: (await langfuse.getPrompt(name, undefined, { label: "staging", ...fresh })).version,
    latest: (await langfuse.getPrompt(name, undefined, { label: "latest", ...fresh })).version,
    first: (await langfuse.getPrompt(name, 1, fresh)).prompt,
    compiled: production.compile({ name: "Ada" }),
  };
  await langfuse.updatePrompt({ name, version: 2, newLabels: ["production"] });
  return { ...told, promoted: (await langfuse.getPrompt(name, undefined, fresh)).version };
}

async function chat_prompts(langfuse) {
  const name = `support/chat ${SDK}`;
  const prompt = [
    { role: "system", content: "You help {{name}}." },
    { role: "user", content: "Hello" },
  ];
  await langfuse.createPrompt({ name, type: "chat", prompt, labels: ["production"] });
  const found = await langfuse.getPrompt(name, undefined, { type: "chat", cacheTtlSeconds: 0 });
  return found.compile({ name: "Ada" });
}

async function chat_prompts_with_placeholders(langfuse) {
  const name = `support/chat with history ${SDK}`;
  const prompt = [
    { role: "system", content: "You help {{name}}." },
    { type: "placeholder", name: "history" },
  ];
  await langfuse.createPrompt({ name, type: "chat", prompt, labels: ["production"] });
  const found = await langfuse.getPrompt(name, undefined, { type: "chat", cacheTtlSeconds: 0 });
  return found.compile({ name: "Ada" }, { history: [{ role: "user", content: "Hello" }] });
}

async function composed_prompts(langfuse) {
  const rule = `support/rule ${SDK}`;
  const name = `support/composed ${SDK}`;
  await langfuse.createPrompt({ name: rule, prompt: "Be kind to {{name}}.", labels: ["production"] });
  const reference = `@@@langfusePrompt:name=${rule}|label=production@@@`;
  await langfuse.createPrompt({ name, prompt: `${reference} Be brief.`, labels: ["production"] });
  return (await langfuse.getPrompt(name, undefined, { cacheTtlSeconds: 0 })).compile({ name: "Ada" });
}

async function missing_prompts(langfuse) {
  const name = `support/none ${SDK}`;
  return silently(async () => {
    const fallback = await langfuse.getPrompt(name, undefined, { fallback: "Hi {{name}}", maxRetries: 0 });
    try {
      await langfuse.getPrompt(name, undefined, { maxRetries: 0 });
    } catch (error) {
      return { fallback: fallback.compile({ name: "Ada" }), status: error.statusCode ?? String(error) };
    }
  });
}

async function datasets(langfuse) {
  const about = { name: CAPITALS, description: "Capitals of countries", metadata: { level: "easy" } };
  await langfuse.createDataset(about);
  for (const [country, capital] of Object.entries(STORY.capitals)) {
    const id = `${country} ${SDK}`;
    const first = { input: { country }, expectedOutput: "?", metadata: { of: country } };
    await langfuse.createDatasetItem({ datasetName: CAPITALS, id, ...first });
    await langfuse.createDatasetItem({ datasetName: CAPITALS, id, expectedOutput: capital });
  }
  const atlantis = { datasetName: CAPITALS, id: `Atlantis ${SDK}` };
  await langfuse.createDatasetItem({ ...atlantis, input: { country: "Atlantis" } });
  await langfuse.createDatasetItem({ ...atlantis, status: "ARCHIVED" });
  const dataset = await langfuse.getDataset(CAPITALS, { fetchItemsPageSize: 2 });
  return {
    id: dataset.id,
    name: dataset.name,
    description: dataset.description,
    metadata: dataset.metadata,
    items: dataset.items.map((item) => [item.id, item.input, item.expectedOutput, item.metadata]),
  };
}

/** Needs `datasets`: a run by hand, as it was done then. */
async function experiment(langfuse) {
  const told = { outputs: {}, traces: {}, accuracy: null, url: null };
  const about = { description: "Who knows capitals?", metadata: { model: STORY.model } };
  for (const item of (await langfuse.getDataset(CAPITALS)).items) {
    const output = STORY.answers[item.input.country];
    const trace = langfuse.trace({ name: "geography", input: item.input, output });
    const right = Number(output === item.expectedOutput);
    trace.score({ name: "right", value: right, comment: `${output}?` });
    await item.link(trace, `geography ${SDK}`, about);
    told.outputs[item.id] = output;
    told.traces[item.id] = trace.id;
  }
  await langfuse.flushAsync();
  const run = await langfuse.getDatasetRun({ datasetName: CAPITALS, runName: `geography ${SDK}` });
  return { id: run.id, ...told };
}

/** Needs `experiment`. */
async function runs(langfuse) {
  const run = await langfuse.getDatasetRun({ datasetName: CAPITALS, runName: `geography ${SDK}` });
  const listed = (await langfuse.getDatasetRuns(CAPITALS)).data;
  return {
    items: run.datasetRunItems.map((one) => one.datasetItemId).sort(),
    listed: listed.map((one) => one.name),
  };
}

async function media(langfuse) {
  const picture = new LangfuseMedia({ contentBytes: PICTURE, contentType: "image/png" });
  const same = `data:image/png;base64,${STORY.picture}`;
  const trace = langfuse.trace({ name: "look" });
  const look = trace.span({ name: "look", input: { picture, same } });
  look.end({ output: "a dot" });
  await langfuse.flushAsync();
  return { trace: trace.id, observation: look.id };
}

/** Needs `media`. */
async function resolved_media(langfuse) {
  const picture = `@@@langfuseMedia:type=image/png|id=${STORY.picture_id}|source=bytes@@@`;
  return LangfuseMedia.resolveMediaReferences({
    obj: { picture },
    langfuseClient: langfuse,
    resolveWith: "base64DataUri",
  });
}

/** Needs `trace`. */
async function reads(langfuse) {
  const [found] = (await langfuse.fetchTraces({ sessionId: `visit of ${SDK}` })).data;
  const detail = (await langfuse.fetchTrace(found.id)).data;
  const observations = (await langfuse.fetchObservations({ traceId: found.id })).data;
  const sessions = (await langfuse.fetchSessions({ limit: 100 })).data;
  return {
    spans: observations.map((span) => span.name).sort(),
    of_trace: detail.observations.map((span) => span.name).sort(),
    session: sessions.some((session) => session.id === `visit of ${SDK}`),
  };
}

async function main() {
  const langfuse = new Langfuse();
  await tell(
    langfuse,
    connection,
    prompts,
    chat_prompts,
    chat_prompts_with_placeholders,
    composed_prompts,
    missing_prompts,
    trace,
    linked_prompt,
    scores,
    browser_scores,
    datasets,
    experiment,
    runs,
    media,
    resolved_media,
    reads,
  );
  await langfuse.shutdownAsync();
}

main();

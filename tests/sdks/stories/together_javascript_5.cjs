// Version 5 of Langfuse's JavaScript packages answers the questions that all SDKs answer in one run.

const { LangfuseClient } = require("@langfuse/client");
const { LangfuseSpanProcessor } = require("@langfuse/otel");
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { SDK, STORY, tell } = require("./storyteller.cjs");

async function together(langfuse) {
  const dataset = await langfuse.dataset.get(STORY.together.dataset);
  const result = await dataset.runExperiment({
    name: "together",
    runName: STORY.together.run,
    task: async () => SDK,
    evaluators: [async () => ({ name: "answered", value: 1 })],
  });
  return { id: result.datasetRunId };
}

async function main() {
  const sdk = new NodeSDK({ spanProcessors: [new LangfuseSpanProcessor()], instrumentations: [] });
  sdk.start();
  const langfuse = new LangfuseClient();
  await tell(langfuse, together);
  await langfuse.shutdown();
  await sdk.shutdown();
}

main();

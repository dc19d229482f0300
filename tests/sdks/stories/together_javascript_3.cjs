// Version 3 of Langfuse's JavaScript package answers the questions that all SDKs answer in one run.

const { Langfuse } = require("langfuse");
const { SDK, STORY, tell } = require("./storyteller.cjs");

async function together(langfuse) {
  for (const item of (await langfuse.getDataset(STORY.together.dataset)).items) {
    const trace = langfuse.trace({ name: "together", input: item.input, output: SDK });
    await item.link(trace, STORY.together.run);
    trace.score({ name: "answered", value: 1 });
  }
  await langfuse.flushAsync();
}

tell(new Langfuse(), together);

// Tells a story chapter by chapter, and prints what became of each as JSON: what it told, or why it could not.

const SDK = process.env.STORY_SDK;
const STORY = require("./story.json");
const PICTURE = Buffer.from(STORY.picture, "base64");

/** Run each chapter with the client, whatever became of those before, and print what they give by their names. */
async function tell(client, ...chapters) {
  const told = {};
  for (const chapter of chapters) {
    try {
      told[chapter.name] = { told: (await chapter(client)) ?? null };
    } catch (error) {
      told[chapter.name] = { failed: String(error.stack ?? error) };
    }
  }
  console.log(JSON.stringify(told));
}

/** Run a piece of a story that an SDK would complain about, so that what it says aloud is a complaint. */
async function silently(piece) {
  const { log, warn, error } = console;
  Object.assign(console, { log() {}, warn() {}, error() {} });
  try {
    return await piece();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}

module.exports = { SDK, STORY, PICTURE, silently, tell };

import { Stack, Text } from "@mantine/core";
import { CodeBlock } from "@/components/CodeBlock";
import { findVariables, type Prompt } from "./prompts";

/** How an application reads this prompt. */
export function CodePanel({ prompt }: { prompt: Prompt }) {
  const name = JSON.stringify(prompt.name);
  const isProduction = prompt.labels.includes("production");
  const variables = findVariables(prompt.prompt);
  const python = variables.map((variable) => `${variable}="…"`).join(", ");
  const javascript = variables.length > 0 ? `{ ${variables.map((variable) => `${variable}: "…"`).join(", ")} }` : "";
  const chosenPython = `${isProduction ? "" : `, version=${prompt.version}`}${prompt.type === "chat" ? ', type="chat"' : ""}`;
  const chosenOptions = [isProduction ? "" : `version: ${prompt.version}`, prompt.type === "chat" ? 'type: "chat"' : ""].filter(Boolean);
  const chosenJavascript = chosenOptions.length > 0 ? `, { ${chosenOptions.join(", ")} }` : "";
  return (
    <Stack maw={860}>
      <Text size="sm">
        {isProduction
          ? "This version is in production, so an application gets it without naming it."
          : "This version is not in production, so an application names it, or one of its labels."}
      </Text>
      <CodeBlock
        title="Python"
        label="Read this prompt in Python"
        code={`from langfuse import get_client\n\nprompt = get_client().get_prompt(${name}${chosenPython})\nprint(prompt.compile(${python}))`}
      />
      <CodeBlock
        title="JavaScript"
        label="Read this prompt in JavaScript"
        code={`import { LangfuseClient } from "@langfuse/client";\n\nconst prompt = await new LangfuseClient().prompt.get(${name}${chosenJavascript});\nconsole.log(prompt.compile(${javascript}));`}
      />
    </Stack>
  );
}

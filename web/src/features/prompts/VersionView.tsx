import { Group, Stack, Switch, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { IoView } from "@/components/IoView";
import { TextLink } from "@/components/TextLink";
import { ContentView } from "./ContentView";
import { findVariables, type Prompt, promptQuery, toPlainText } from "./prompts";

/** What a version says: its content, put together with what it includes if one likes, and its config. */
export function VersionView({ prompt }: { prompt: Prompt }) {
  const [isResolved, setResolved] = useSearchText("resolved");
  const includesOthers = toPlainText(prompt.prompt).includes("@@@langfusePrompt:");
  const resolved = useQuery({ ...promptQuery(prompt.name, prompt.version, true), enabled: includesOthers });
  const shown = isResolved && resolved.data ? resolved.data : prompt;
  const variables = findVariables(shown.prompt);
  const isEmptyConfig = JSON.stringify(prompt.config) === "{}" || prompt.config === null;
  return (
    <Stack>
      {includesOthers && (
        <Group justify="space-between">
          <Includes prompt={resolved.data} />
          <Switch
            label="Put together"
            checked={isResolved !== ""}
            onChange={(event) => setResolved(event.currentTarget.checked ? "1" : null)}
          />
        </Group>
      )}
      {resolved.error && <ErrorState error={resolved.error} title="It cannot be put together" />}
      <ContentView content={shown.prompt} />
      {variables.length > 0 && (
        <Text size="sm">
          Variables: <span className="mono">{variables.join(", ")}</span>
        </Text>
      )}
      {!isEmptyConfig && <IoView value={prompt.config} label="Config" />}
      {prompt.tags.length > 0 && (
        <Text size="sm" className="untrusted">
          Tags: {prompt.tags.join(", ")}
        </Text>
      )}
    </Stack>
  );
}

function Includes({ prompt }: { prompt: Prompt | undefined }) {
  const included = Object.values(prompt?.resolutionGraph?.dependencies ?? {}).flat();
  if (included.length === 0) return <Title order={3}>Includes other prompts</Title>;
  return (
    <Group gap="xs">
      <Text size="sm">Includes</Text>
      {included.map(({ name, version }) => (
        <TextLink key={`${name} ${version}`} size="sm" to="/prompts/$promptName" params={{ promptName: name }} search={{ version: String(version) }}>
          {name}, version {version}
        </TextLink>
      ))}
    </Group>
  );
}

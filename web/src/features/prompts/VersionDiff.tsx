import { Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextDiff } from "@/components/TextDiff";
import { type Prompt, promptQuery, toPlainText } from "./prompts";

/** How a version differs from another, by default the one before. */
export function VersionDiff({ prompt, versions }: { prompt: Prompt; versions: readonly number[] }) {
  const [asked, choose] = useSearchText("with");
  const others = versions.filter((version) => version !== prompt.version);
  const usual = others.find((version) => version < prompt.version) ?? others[0] ?? prompt.version;
  const withVersion = others.includes(Number(asked)) ? Number(asked) : usual;
  const other = useQuery(promptQuery(prompt.name, withVersion, false));
  return (
    <Stack>
      <Group gap="xs">
        <NativeSelect
          size="xs"
          aria-label="The version to compare with"
          data={others.map((version) => ({ value: String(version), label: `Version ${version}` }))}
          value={String(withVersion)}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <Text size="sm">and what version {prompt.version} made of it</Text>
      </Group>
      {other.error && <ErrorState error={other.error} onRetry={() => void other.refetch()} />}
      {other.isPending && <Loading rows={4} />}
      {other.data && <Differences before={other.data} after={prompt} />}
    </Stack>
  );
}

function Differences({ before, after }: { before: Prompt; after: Prompt }) {
  const configs = [before, after].map(({ config }) => JSON.stringify(config, null, 2)) as [string, string];
  return (
    <>
      <Title order={3}>Content</Title>
      <TextDiff before={toPlainText(before.prompt)} after={toPlainText(after.prompt)} label="Differences of the content" />
      <Title order={3}>Config</Title>
      <TextDiff before={configs[0]} after={configs[1]} label="Differences of the config" />
    </>
  );
}

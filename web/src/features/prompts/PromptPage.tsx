import { Box, Button, Grid, Tabs, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { CodePanel } from "./CodePanel";
import { PromptEditor } from "./PromptEditor";
import { type ListedPrompt, promptQuery, versionsQuery } from "./prompts";
import { UsePanel } from "./UsePanel";
import { VersionDiff } from "./VersionDiff";
import { VersionHead } from "./VersionHead";
import { VersionList } from "./VersionList";
import { VersionView } from "./VersionView";

/** One prompt: its versions, what each says, how two differ, and where it is used. */
export function PromptPage() {
  const { promptName: name } = useParams({ from: "/signed-in/prompts/$promptName" });
  const prompt = useQuery(versionsQuery(name));
  if (prompt.isPending) return <Loading />;
  if (prompt.error) return <ErrorState error={prompt.error} onRetry={() => void prompt.refetch()} />;
  if (prompt.data === null) {
    return (
      <EmptyState
        title="There is no such prompt"
        text={<span className="untrusted">{name} was deleted, or never made.</span>}
        action={<TextLink to="/prompts">All prompts</TextLink>}
      />
    );
  }
  return <Versions prompt={prompt.data} />;
}

function Versions({ prompt }: { prompt: ListedPrompt }) {
  const { name } = prompt;
  const versions = [...prompt.versions].sort((one, other) => other - one);
  const newest = versions[0] ?? 1;
  const [asked, choose] = useSearchText("version");
  const [isNew, setNew] = useSearchText("new");
  const version = versions.includes(Number(asked)) ? Number(asked) : newest;
  return (
    <>
      <PageHeader title={name} aside={`${prompt.type === "chat" ? "Chat" : "Text"} prompt`}>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
          New version
        </Button>
      </PageHeader>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 3 }}>
          <VersionList name={name} versions={versions} chosen={version} onChoose={(one) => choose(String(one))} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9 }}>
          <Version key={version} name={name} version={version} versions={versions} />
        </Grid.Col>
      </Grid>
      {isNew && <NewVersion name={name} version={version} onClose={() => setNew(null)} />}
    </>
  );
}

function Version({ name, version, versions }: { name: string; version: number; versions: readonly number[] }) {
  const [tab, setTab] = useSearchText("tab");
  const stored = useQuery(promptQuery(name, version, false));
  if (stored.error) return <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />;
  if (!stored.data) return <Loading />;
  return (
    <Box>
      <VersionHead prompt={stored.data} isOnly={versions.length === 1} />
      <Tabs value={tab || "content"} onChange={setTab} keepMounted={false} mt="sm">
        <Tabs.List mb="md" aria-label={`Version ${version}`}>
          <Tabs.Tab value="content">Content</Tabs.Tab>
          <Tabs.Tab value="difference" disabled={versions.length === 1}>
            Difference
          </Tabs.Tab>
          <Tabs.Tab value="used">Where it is used</Tabs.Tab>
          <Tabs.Tab value="code">Code</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="content">
          <VersionView prompt={stored.data} />
        </Tabs.Panel>
        <Tabs.Panel value="difference">
          {versions.length > 1 ? (
            <VersionDiff prompt={stored.data} versions={versions} />
          ) : (
            <Text size="sm">There is one version only.</Text>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="used">
          <UsePanel name={name} version={version} />
        </Tabs.Panel>
        <Tabs.Panel value="code">
          <CodePanel prompt={stored.data} />
        </Tabs.Panel>
      </Tabs>
    </Box>
  );
}

function NewVersion({ name, version, onClose }: { name: string; version: number; onClose: () => void }) {
  const from = useQuery(promptQuery(name, version, false));
  return from.data ? <PromptEditor from={from.data} onClose={onClose} /> : null;
}

import { Button, Drawer, Group, Stack, Tabs, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CopyableId } from "@/components/CopyableId";
import { ErrorState } from "@/components/ErrorState";
import { IoView } from "@/components/IoView";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatTime } from "@/format/times";
import { changeItem, type Dataset, type ItemVersion, versionsQuery } from "./datasets";
import { CollectedBy } from "./CollectedBy";
import { ItemEditor } from "./ItemEditor";
import { ItemVersions } from "./ItemVersions";

interface Given {
  dataset: Dataset;
  id: string;
  onClose: () => void;
}

/** One item: what it holds, what it was before, and a way to change it. */
export function ItemDrawer({ dataset, id, onClose }: Given) {
  const versions = useQuery(versionsQuery(dataset.name, id));
  const [current] = versions.data?.versions ?? [];
  return (
    <Drawer opened onClose={onClose} position="right" size="xl" title={<CopyableId id={id} of="item" length={40} />}>
      {versions.isPending && <Loading rows={5} />}
      {versions.error && <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />}
      {current && (
        <Tabs defaultValue="content" keepMounted={false}>
          <Tabs.List mb="md" aria-label="Parts of the item">
            <Tabs.Tab value="content">Content</Tabs.Tab>
            <Tabs.Tab value="versions">Versions ({versions.data?.versions.length})</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="content">
            <Content dataset={dataset} item={current} />
          </Tabs.Panel>
          <Tabs.Panel value="versions">
            <ItemVersions versions={versions.data?.versions ?? []} hasMore={versions.data?.more === true} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Drawer>
  );
}

function Content({ dataset, item }: { dataset: Dataset; item: ItemVersion }) {
  const [isEdited, setEdited] = useState(false);
  const { change, error, isChanging } = useChange(dataset.name, item.id, () => setEdited(false));
  const isArchived = item.status === "ARCHIVED";
  const isOpen = dataset.archived_at === null && !item.deleted;
  return (
    <Stack>
      <Group justify="space-between">
        <Text size="sm">
          {item.deleted ? "Taken out" : isArchived ? "Archived" : "Active"}, changed {formatTime(item.updated_at)}
        </Text>
        {isOpen && !isEdited && (
          <Group gap="xs">
            <Button size="xs" variant="default" loading={isChanging} onClick={() => change({ status: isArchived ? "ACTIVE" : "ARCHIVED" })}>
              {isArchived ? "Bring back" : "Archive"}
            </Button>
            <Button size="xs" onClick={() => setEdited(true)}>
              Edit
            </Button>
          </Group>
        )}
      </Group>
      {error && <ErrorState error={error} title="It could not be changed" />}
      {isEdited ? (
        <ItemEditor item={item} isSaving={isChanging} onSave={change} onCancel={() => setEdited(false)} />
      ) : (
        <>
          <CollectedBy item={item} />
          <IoView value={item.input} label="Input" />
          <IoView value={item.expected_output} label="Expected output" nothing="None is expected." />
          <IoView value={item.metadata} label="Metadata" nothing="None." />
          {item.source_trace_id && (
            <TextLink to="/traces/$traceId" params={{ traceId: item.source_trace_id }} size="sm">
              The trace that it was made from
            </TextLink>
          )}
        </>
      )}
    </Stack>
  );
}

function useChange(name: string, id: string, onDone: () => void) {
  const queries = useQueryClient();
  const changing = useMutation({
    mutationFn: (change: Parameters<typeof changeItem>[2]) => changeItem(name, id, change),
    onSuccess: async () => {
      onDone();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["item versions", name] }),
        queries.invalidateQueries({ queryKey: ["dataset items", name] }),
        queries.invalidateQueries({ queryKey: ["dataset", name] }),
      ]);
    },
  });
  return { change: changing.mutate, error: changing.error, isChanging: changing.isPending };
}

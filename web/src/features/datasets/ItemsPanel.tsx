import { Button, Code, Group, Switch, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { VirtualTable } from "@/components/VirtualTable";
import { formatCount } from "@/format/numbers";
import { type Dataset, readItems } from "./datasets";
import { COLUMNS } from "./itemColumns";
import { ItemDrawer } from "./ItemDrawer";
import { NewItem } from "./NewItem";

const PAGE = 200;

/** The items of a dataset, as they are now or were at some moment; one opens beside the list. */
export function ItemsPanel({ dataset }: { dataset: Dataset }) {
  const [asOf, setAsOf] = useSearchText("as_of");
  const [archived, setArchived] = useSearchText("archived");
  const [itemId, openItem] = useSearchText("item");
  const [isNew, setNew] = useSearchText("new");
  const moment = Number.isNaN(Date.parse(asOf)) ? "" : new Date(asOf).toISOString();
  const items = useInfiniteQuery({
    queryKey: ["dataset items", dataset.name, moment, archived],
    queryFn: ({ pageParam, signal }) =>
      readItems(dataset.name, { asOf: moment, archived: archived !== "", offset: pageParam, limit: PAGE }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length * PAGE : undefined),
    placeholderData: keepPreviousData,
  });
  const rows = items.data?.pages.flatMap((page) => page.items) ?? [];
  const total = items.data?.pages[0]?.total ?? 0;
  return (
    <>
      <Group mb="sm" justify="space-between">
        <Group gap="md">
          <Group gap={6}>
            <Text component="label" htmlFor="as-of" size="sm">
              As they were at
            </Text>
            <TextInput
              id="as-of"
              type="datetime-local"
              size="xs"
              value={asOf}
              onChange={(event) => setAsOf(event.currentTarget.value)}
            />
          </Group>
          <Switch size="sm" label="Archived ones too" checked={archived !== ""} onChange={(event) => setArchived(event.currentTarget.checked ? "1" : null)} />
          {moment && (
            <Text size="sm">
              {formatCount(total)} items as they were then.
            </Text>
          )}
        </Group>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")} disabled={dataset.archived_at !== null}>
          New item
        </Button>
      </Group>
      {items.isPending && <Loading />}
      {items.error && <ErrorState error={items.error} onRetry={() => void items.refetch()} />}
      {items.data && rows.length === 0 && <NoItems name={dataset.name} isPast={moment !== ""} />}
      {rows.length > 0 && (
        <VirtualTable
          label="Items"
          rows={rows}
          columns={COLUMNS}
          rowKey={(item) => item.id}
          maxHeight="calc(100vh - 260px)"
          isStale={items.isPlaceholderData}
          selectedKey={itemId}
          onOpen={(item) => openItem(item.id)}
          onEndReached={() => {
            if (items.hasNextPage && !items.isFetchingNextPage) void items.fetchNextPage();
          }}
          footer={<Text size="xs">{`${formatCount(rows.length)} of ${formatCount(total)}`}</Text>}
        />
      )}
      {itemId && <ItemDrawer key={itemId} dataset={dataset} id={itemId} onClose={() => openItem(null)} />}
      {isNew && <NewItem name={dataset.name} onClose={() => setNew(null)} />}
    </>
  );
}

function NoItems({ name, isPast }: { name: string; isPast: boolean }) {
  if (isPast) return <EmptyState title="There were none at that moment" text="Take the moment away, or choose a later one." />;
  return (
    <EmptyState
      title="No items yet"
      text={
        <>
          Drop a file under “Import”, add traces from their pages, or run{" "}
          <Code>{`ratchet datasets import ${/^[\w./-]+$/.test(name) ? name : "…"} items.jsonl`}</Code>.
        </>
      }
    />
  );
}

import { Alert, Button, Tabs, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "@/api/client";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { DatasetMenu } from "./DatasetMenu";
import { type Dataset, datasetQuery } from "./datasets";
import { ExportDialog } from "./ExportDialog";
import { ImportPanel } from "./ImportPanel";
import { ItemsPanel } from "./ItemsPanel";
import { RunsPanel } from "./RunsPanel";

/** One dataset: its items with their versions, the runs of it, and a way in for files. */
export function DatasetPage() {
  const { datasetName: name } = useParams({ from: "/signed-in/datasets/$datasetName" });
  const dataset = useQuery(datasetQuery(name));
  if (dataset.isPending) return <Loading />;
  if (dataset.error instanceof ApiError && dataset.error.status === 404) {
    return (
      <EmptyState
        title="There is no such dataset"
        text={<span className="untrusted">{name} was deleted, renamed, or never made.</span>}
        action={<TextLink to="/datasets">All datasets</TextLink>}
      />
    );
  }
  if (dataset.error) return <ErrorState error={dataset.error} onRetry={() => void dataset.refetch()} />;
  return <Parts dataset={dataset.data} />;
}

function Parts({ dataset }: { dataset: Dataset }) {
  const [tab, setTab] = useSearchText("tab");
  const [isExporting, setExporting] = useState(false);
  const isArchived = dataset.archived_at !== null;
  return (
    <>
      <PageHeader title={dataset.name} aside={`${formatCount(dataset.item_count)} ${dataset.item_count === 1 ? "item" : "items"}`}>
        <Button size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={() => setExporting(true)}>
          Export
        </Button>
        <DatasetMenu dataset={dataset} />
      </PageHeader>
      {isExporting && <ExportDialog name={dataset.name} onClose={() => setExporting(false)} />}
      {dataset.description && (
        <Text size="sm" mb="sm" className="untrusted">
          {dataset.description}
        </Text>
      )}
      {isArchived && (
        <Alert color="yellow" mb="sm" title="This dataset is archived">
          It takes no items until it is restored from its menu.
        </Alert>
      )}
      <Tabs value={tab || "items"} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of the dataset">
          <Tabs.Tab value="items">Items</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
          <Tabs.Tab value="import" disabled={isArchived}>
            Import
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="items">
          <ItemsPanel dataset={dataset} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunsPanel datasetId={dataset.id} />
        </Tabs.Panel>
        <Tabs.Panel value="import">
          <ImportPanel name={dataset.name} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

import { Button, Code, SegmentedControl } from "@mantine/core";
import { IconDatabase, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { formatCount } from "@/format/numbers";
import { DatasetTable } from "./DatasetTable";
import { datasetsQuery } from "./datasets";
import { NewDataset } from "./NewDataset";

/** The project's datasets. */
export function DatasetsPage() {
  const [shown, show] = useSearchText("shown");
  const [isNew, setNew] = useSearchText("new");
  const isArchive = shown === "archived";
  const datasets = useQuery({ ...datasetsQuery(isArchive), placeholderData: keepPreviousData });
  const make = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
      New dataset
    </Button>
  );
  return (
    <>
      <PageHeader title="Datasets" aside={datasets.data && formatCount(datasets.data.total)}>
        <SegmentedControl
          size="xs"
          aria-label="Which datasets"
          data={[
            { value: "active", label: "In use" },
            { value: "archived", label: "Archived" },
          ]}
          value={isArchive ? "archived" : "active"}
          onChange={(chosen) => show(chosen === "archived" ? chosen : null)}
        />
        {make}
      </PageHeader>
      {datasets.isPending && <Loading />}
      {datasets.error && <ErrorState error={datasets.error} onRetry={() => void datasets.refetch()} />}
      {datasets.data && datasets.data.datasets.length > 0 && <DatasetTable datasets={datasets.data.datasets} />}
      {datasets.data?.datasets.length === 0 && isArchive && <EmptyState icon={IconDatabase} title="The archive is empty" />}
      {datasets.data?.datasets.length === 0 && !isArchive && (
        <EmptyState
          icon={IconDatabase}
          title="No datasets yet"
          text={
            <>
              A dataset holds questions and the answers you expect, to hold every release against. Make one here, import a file with{" "}
              <Code>ratchet datasets import</Code>, or add traces to one from their page.
            </>
          }
          action={make}
        />
      )}
      {isNew && <NewDataset onClose={() => setNew(null)} />}
    </>
  );
}

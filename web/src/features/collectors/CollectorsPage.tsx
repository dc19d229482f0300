import { Button } from "@mantine/core";
import { IconFilterBolt, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { CollectorEditor } from "./CollectorEditor";
import { CollectorTable } from "./CollectorTable";
import { collectorsQuery } from "./collectors";

/** The rules by which traces become items of datasets. */
export function CollectorsPage() {
  const [isNew, setNew] = useSearchText("new");
  const collectors = useQuery(collectorsQuery);
  const make = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
      New collector
    </Button>
  );
  return (
    <>
      <PageHeader title="Collectors" aside="Rules by which traces become items of datasets">
        {make}
      </PageHeader>
      {collectors.isPending && <Loading />}
      {collectors.error && <ErrorState error={collectors.error} onRetry={() => void collectors.refetch()} />}
      {collectors.data?.length === 0 && (
        <EmptyState
          icon={IconFilterBolt}
          title="No collectors"
          text="A collector puts the telling traces into a dataset as their scores arrive: the best to learn from, the worst to mend."
          action={make}
        />
      )}
      {collectors.data && collectors.data.length > 0 && <CollectorTable collectors={collectors.data} />}
      {isNew && <CollectorEditor onClose={() => setNew(null)} />}
    </>
  );
}

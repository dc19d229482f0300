import { Button } from "@mantine/core";
import { IconHeartbeat, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { HoursChoice, useHours } from "./HoursChoice";
import { ProbeEditor } from "./ProbeEditor";
import { ProbeTable } from "./ProbeTable";
import { probesQuery } from "./probes";

/** Questions that are put to targets on a schedule. */
export function ProbesPage() {
  const [isNew, setNew] = useSearchText("new");
  const hours = useHours();
  const probes = useQuery(probesQuery(hours));
  const make = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
      New probe
    </Button>
  );
  return (
    <>
      <PageHeader title="Probes" aside="Questions that are put to your application on a schedule">
        <HoursChoice />
        {make}
      </PageHeader>
      {probes.isPending && <Loading />}
      {probes.error && <ErrorState error={probes.error} onRetry={() => void probes.refetch()} />}
      {probes.data?.length === 0 && (
        <EmptyState
          icon={IconHeartbeat}
          title="No probes"
          text="A probe asks your application a question every few minutes and checks the answer, so that you know of an outage before your users do. What it asks is kept out of their figures."
          action={make}
        />
      )}
      {probes.data && probes.data.length > 0 && <ProbeTable probes={probes.data} hours={hours} />}
      {isNew && <ProbeEditor onClose={() => setNew(null)} />}
    </>
  );
}

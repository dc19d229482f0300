import { Button, Stack, Text } from "@mantine/core";
import { IconPencil, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { useSearchText } from "@/app/searchText";
import { DeleteButton } from "@/components/DeleteButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { PageHeader } from "@/components/PageHeader";
import { TextLink } from "@/components/TextLink";
import { HistoryCharts } from "./HistoryCharts";
import { HoursChoice, useHours } from "./HoursChoice";
import { ProbeEditor } from "./ProbeEditor";
import { ProbeFacts } from "./ProbeFacts";
import { deleteProbe, type Probe, probeQuery, runProbe, uptimeQuery } from "./probes";
import { ProbeSwitch } from "./ProbeSwitch";
import { ResultsTable } from "./ResultsTable";
import { RunOutcome } from "./RunOutcome";
import { StateBadge } from "./StateBadge";

/** One probe: how it fared, what it asks, and what came of it. */
export function ProbePage() {
  const { probeId: id } = useParams({ from: "/signed-in/probes/$probeId" });
  const probe = useQuery(probeQuery(id));
  if (probe.isPending) return <Loading />;
  if (probe.error instanceof ApiError && probe.error.status === 404) {
    return <EmptyState title="There is no such probe" text="It was deleted, or never made. Its traces stay." action={<TextLink to="/probes">All probes</TextLink>} />;
  }
  if (probe.error) return <ErrorState error={probe.error} onRetry={() => void probe.refetch()} />;
  return <Parts key={id} probe={probe.data} />;
}

function Parts({ probe }: { probe: Probe }) {
  const [isEdited, setEdited] = useSearchText("edit");
  const uptime = useQuery(uptimeQuery(probe.id, useHours()));
  const queries = useQueryClient();
  const running = useMutation({
    mutationFn: () => runProbe(probe.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["probe", probe.id] }),
  });
  return (
    <>
      <PageHeader title={probe.name} aside={<StateBadge probe={probe} />}>
        <HoursChoice />
        <ProbeSwitch probe={probe} label="On" />
        <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={15} />} loading={running.isPending} onClick={() => running.mutate()}>
          Run now
        </Button>
        <Button size="xs" variant="default" leftSection={<IconPencil size={15} />} onClick={() => setEdited("1")}>
          Edit
        </Button>
        <DeleteProbe probe={probe} />
      </PageHeader>
      <Stack gap="md">
        {probe.description && (
          <Text size="sm" className="untrusted">
            {probe.description}
          </Text>
        )}
        {running.error && <ErrorState error={running.error} title="It could not be run" />}
        {running.data && <RunOutcome run={running.data} isStored />}
        {uptime.error && <ErrorState error={uptime.error} onRetry={() => void uptime.refetch()} />}
        {uptime.data && <HistoryCharts name={probe.name} uptime={uptime.data} />}
        <ProbeFacts probe={probe} />
        <ResultsTable probe={probe} />
      </Stack>
      {isEdited && <ProbeEditor probe={probe} onClose={() => setEdited(null)} />}
    </>
  );
}

function DeleteProbe({ probe }: { probe: Probe }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <DeleteButton
      title="Delete this probe?"
      text={`${probe.name} asks no more. Its traces stay. To only stop it, switch it off.`}
      onDelete={() => deleteProbe(probe.id)}
      onDone={async () => {
        await navigate({ to: "/probes" });
        await queries.invalidateQueries({ queryKey: ["probes"] });
      }}
    />
  );
}

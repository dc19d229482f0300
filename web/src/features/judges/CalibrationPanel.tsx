import { NativeSelect, Stack } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatTime } from "@/format/times";
import { CalibrateForm } from "./CalibrateForm";
import { CalibrationResult } from "./CalibrationResult";
import { calibrationsQuery, type Judge } from "./judges";

/** How far a judge agrees with people, and its averages without the errors that were found. */
export function CalibrationPanel({ judge }: { judge: Judge }) {
  const found = useQuery(calibrationsQuery(judge.name));
  const [id, choose] = useSearchText("calibration");
  const calibration = found.data?.find((one) => one.id === id) ?? found.data?.[0];
  return (
    <Stack maw={1000}>
      <CalibrateForm judge={judge} onDone={() => choose(null)} />
      {found.isPending && <Loading rows={5} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <EmptyState
          icon={IconScale}
          title="Not yet held against people"
          text="Let people score some of the traces that this judge scored: a random sample, on the traces’ pages. Then compare the two here: how often they agree, and where the judge errs."
        />
      )}
      {found.data && found.data.length > 1 && (
        <NativeSelect
          size="xs"
          w={320}
          label="Calibration"
          data={found.data.map((one) => ({ value: one.id, label: `${formatTime(one.created_at)}, version ${one.judge_version}` }))}
          value={calibration?.id}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
      {calibration && <CalibrationResult calibration={calibration} judge={judge} />}
    </Stack>
  );
}

import { Alert, Group, List, Stack, Text, Title } from "@mantine/core";
import { EstimateTable, type NamedEstimate } from "@/components/Interval";
import { formatCount } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { Confusion } from "./Confusion";
import { toAgreement, toAverages } from "./calibration";
import type { Calibration, Judge } from "./judges";

/** What came of holding a judge against people. */
export function CalibrationResult({ calibration, judge }: { calibration: Calibration; judge: Judge }) {
  const { pairs, judged, human_score: human, created_at: at, notes, judge_version: version } = calibration;
  const averages = toAverages(calibration);
  return (
    <Stack>
      <Text size="sm">
        {formatCount(pairs)} of {formatCount(judged)} scores of version {version} were held against “<bdi>{human}</bdi>”,{" "}
        {formatTime(at)}.
      </Text>
      {calibration.epoch !== judge.epoch && (
        <Alert color="yellow">The judge has changed since. This says nothing of its scores of today: compare again.</Alert>
      )}
      {notes.length > 0 && <Notes notes={notes} />}
      <Part title="Agreement with people" rows={toAgreement(calibration)} />
      <Group align="start" gap="xl">
        <Confusion confusion={calibration.confusion} />
      </Group>
      {averages.length > 0 && (
        <>
          <Part title="Averages, as given and corrected" rows={averages} />
          <Text size="xs" c="dimmed" maw={700}>
            Corrected is what people would have said of all that was judged, as far as the errors found here tell; its interval is
            wider, for they are estimates themselves.
          </Text>
        </>
      )}
    </Stack>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <Alert color="yellow" title="To read it rightly">
      <List size="sm">
        {notes.map((note) => (
          <List.Item key={note}>{note}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

function Part({ title, rows }: { title: string; rows: readonly NamedEstimate[] }) {
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <EstimateTable label={title} rows={rows} />
    </section>
  );
}

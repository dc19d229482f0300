import { Alert, Anchor, Button, Checkbox, Group, Modal, NumberInput, Progress, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { formatCount, formatSize } from "@/format/numbers";
import { type Asked, askExport, cancelExport, type Export, exportQuery, formatsQuery, isOver, type Report, toFindings } from "./exporting";

const START: Asked = { format: "jsonl", train_split: 0.8 };

/** Files of a dataset: what they would hold, and the files themselves once they are written. */
export function ExportDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const [asked, setAsked] = useState<Asked>(START);
  const [exportId, setExportId] = useState<string | null>(null);
  const foreseeing = useMutation({ mutationFn: () => askExport(name, asked, true) });
  const exporting = useMutation({
    mutationFn: () => askExport(name, asked, false),
    onSuccess: (begun) => setExportId(begun.export_id),
  });
  const going = useQuery(exportQuery(exportId));
  const change = (part: Asked) => {
    setAsked({ ...asked, ...part });
    foreseeing.reset();
    exporting.reset();
    setExportId(null);
  };
  const current = exportId === null ? undefined : (going.data ?? exporting.data);
  const isGoing = current !== undefined && !isOver(current);
  const error = exporting.error ?? foreseeing.error ?? going.error;
  return (
    <Modal opened onClose={onClose} title={`Export ${name}`} size="lg">
      <Stack>
        <Choices asked={asked} onChange={change} />
        <Group justify="end">
          <Button variant="default" onClick={() => foreseeing.mutate()} loading={foreseeing.isPending} disabled={isGoing}>
            Dry run
          </Button>
          <Button onClick={() => exporting.mutate()} loading={exporting.isPending || isGoing}>
            Export
          </Button>
        </Group>
        {error && <ErrorState error={error} title="It cannot be exported like this" />}
        {foreseeing.data && exportId === null && <Outcome outcome={foreseeing.data} />}
        {current && <Going one={current} />}
      </Stack>
    </Modal>
  );
}

function Choices({ asked, onChange }: { asked: Asked; onChange: (part: Asked) => void }) {
  const formats = useQuery(formatsQuery).data ?? [];
  const toNumber = (value: string | number) => (value === "" ? null : Number(value));
  return (
    <Stack gap="xs">
      <Select
        label="Format"
        data={formats.map(({ format, name }) => ({ value: format, label: name }))}
        value={asked.format ?? null}
        description={formats.find(({ format }) => format === asked.format)?.description}
        onChange={(format) => format && onChange({ format })}
        allowDeselect={false}
      />
      <Group grow>
        <NumberInput label="Least score" value={asked.min_score ?? ""} step={0.1} onChange={(value) => onChange({ min_score: toNumber(value) })} />
        <NumberInput label="Greatest score" value={asked.max_score ?? ""} step={0.1} onChange={(value) => onChange({ max_score: toNumber(value) })} />
        <NumberInput
          label="Share for training"
          placeholder="One file"
          value={asked.train_split ?? ""}
          min={0.01}
          max={0.99}
          step={0.05}
          onChange={(value) => onChange({ train_split: toNumber(value) })}
        />
      </Group>
      <TextInput label="Query type" value={asked.query_type ?? ""} onChange={(event) => onChange({ query_type: event.currentTarget.value || null })} />
      <Group>
        <Switch label="Drop near-duplicates" value={asked.drop_duplicates} onChange={(drop_duplicates) => onChange({ drop_duplicates })} />
        <Switch label="Redact personal data" value={asked.redact} onChange={(redact) => onChange({ redact })} />
        <Switch label="Split each query type by itself" value={asked.stratify} onChange={(stratify) => onChange({ stratify })} />
      </Group>
    </Stack>
  );
}

function Switch({ label, value, onChange }: { label: string; value: boolean | undefined; onChange: (value: boolean) => void }) {
  return <Checkbox label={label} checked={value ?? false} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

function Going({ one }: { one: Export }) {
  const cancelling = useMutation({ mutationFn: cancelExport });
  if (one.state === "failed") return <Alert color="red" title="The export came to nothing" className="untrusted" children={one.error} />;
  if (one.state === "cancelled") return <Alert color="yellow" title="The export was given up" />;
  if (one.state === "completed") return <Outcome outcome={one} />;
  return (
    <Stack gap={6} role="status">
      <Progress value={one.total ? (100 * one.progress) / one.total : 100} animated aria-label="Exporting" />
      <Group justify="space-between">
        <Text size="sm">{one.total ? `${formatCount(one.progress)} of ${formatCount(one.total)} items` : "Looking at the items…"}</Text>
        <Button size="xs" variant="default" onClick={() => one.export_id && cancelling.mutate(one.export_id)} loading={cancelling.isPending}>
          Give up
        </Button>
      </Group>
    </Stack>
  );
}

function Outcome({ outcome }: { outcome: Export }) {
  const isDry = outcome.state === "dry_run";
  const split = outcome.val_items ? `: ${formatCount(outcome.train_items ?? 0)} to train, ${formatCount(outcome.val_items)} to validate` : "";
  return (
    <Stack gap="xs" role="status">
      <Text fw={600}>{`${formatCount(outcome.total_items ?? 0)} items ${isDry ? "would be" : "are"} exported${split}`}</Text>
      <Table>
        <Table.Tbody>
          {toFindings(outcome.report as unknown as Report).map(([label, figure]) => (
            <Table.Tr key={label + figure}>
              <Table.Th>{label}</Table.Th>
              <Table.Td className="untrusted">{figure}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {outcome.files.map((file) => (
        <Anchor key={file.name} href={file.download} download={file.name} className="untrusted">
          {`${file.name}, ${formatSize(file.size_bytes)}`}
        </Anchor>
      ))}
    </Stack>
  );
}

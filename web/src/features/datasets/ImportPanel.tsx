import { Button, Code, FileButton, Group, Progress, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { formatCount, formatSize } from "@/format/numbers";
import { DropZone } from "./DropZone";
import { importFile, type Progress as Account } from "./importing";
import { ImportOutcome } from "./ImportOutcome";

/** Items out of a file: dropped or chosen, every row taken or refused by itself, and the refused ones told. */
export function ImportPanel({ name }: { name: string }) {
  const [progress, setProgress] = useState<Account | null>(null);
  const queries = useQueryClient();
  const importing = useMutation({
    mutationFn: (file: File) => importFile(name, file, setProgress),
    onMutate: () => setProgress(null),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["dataset items", name] }),
        queries.invalidateQueries({ queryKey: ["dataset", name] }),
      ]),
  });
  const take = (file: File | null) => {
    if (file !== null && !importing.isPending) importing.mutate(file);
  };
  return (
    <Stack maw={860}>
      <DropZone label="A file to import" onDrop={take}>
        <IconUpload size={30} stroke={1.4} aria-hidden />
        <Text fw={600}>Drop a JSONL, CSV or Parquet file here</Text>
        <Text size="sm" ta="center">
          Each row is an item with <Code>input</Code>, and perhaps <Code>id</Code>, <Code>expected_output</Code> and{" "}
          <Code>metadata</Code>. An id that is here already changes that item.
        </Text>
        <FileButton onChange={take} accept=".jsonl,.ndjson,.json,.csv,.tsv,.parquet,.txt">
          {(props) => (
            <Button {...props} size="xs" variant="default" disabled={importing.isPending}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </DropZone>
      {importing.isPending && <Running file={importing.variables} progress={progress} />}
      {importing.error && <ErrorState error={importing.error} title="The import did not end well" onRetry={() => importing.mutate(importing.variables)} />}
      {importing.data && <ImportOutcome imported={importing.data} />}
    </Stack>
  );
}

function Running({ file, progress }: { file: File; progress: Account | null }) {
  return (
    <Stack gap={6} role="status">
      <Progress value={100} animated aria-label="Importing" />
      <Group justify="space-between">
        <Text size="sm" className="untrusted">
          {file.name}, {formatSize(file.size)}
        </Text>
        <Text size="sm" className="tabular">
          {progress ? `${formatCount(progress.stored)} stored, ${formatCount(progress.rejected)} refused` : "Sending…"}
        </Text>
      </Group>
    </Stack>
  );
}

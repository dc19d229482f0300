import { Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtFields, toFieldErrors } from "@/api/fields";
import { DeleteButton } from "@/components/DeleteButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatCount, formatScore } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { DatasetChoice, useDatasetChoice } from "./DatasetChoice";
import { type Baseline, baselinesQuery, deleteBaseline, saveBaseline } from "./regression";

/** A dataset's baselines: save what it scores now, look at each, delete one. */
export function BaselinesPanel() {
  const { dataset, names, isKnown, choose } = useDatasetChoice();
  const baselines = useQuery({ ...baselinesQuery(dataset), enabled: dataset !== "" });
  if (isKnown && dataset === "") {
    return (
      <EmptyState
        icon={IconFlag}
        title="No dataset yet"
        text="A baseline keeps what a dataset’s items scored, so that a release can be held against it. Make a dataset first."
        action={<TextLink to="/datasets">Datasets</TextLink>}
      />
    );
  }
  return (
    <Stack>
      <Group align="start">
        <DatasetChoice dataset={dataset} names={names} onChoose={choose} />
        <SaveCurrent key={dataset} dataset={dataset} />
      </Group>
      {baselines.isPending && <Loading rows={4} />}
      {baselines.error && <ErrorState error={baselines.error} onRetry={() => void baselines.refetch()} />}
      {baselines.data?.length === 0 && (
        <EmptyState
          icon={IconFlag}
          title="No baseline of this dataset"
          text="Save what it scores now under a tag: the scores of its latest completed test, else the items’ own. Or promote a test on its page."
        />
      )}
      {baselines.data && baselines.data.length > 0 && <BaselineTable baselines={baselines.data} dataset={dataset} />}
    </Stack>
  );
}

function SaveCurrent({ dataset }: { dataset: string }) {
  const [tag, setTag] = useState("");
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: () => saveBaseline({ dataset_name: dataset, tag: tag.trim() }),
    onSuccess: async () => {
      setTag("");
      await queries.invalidateQueries({ queryKey: ["baselines", dataset] });
    },
  });
  const errors = toFieldErrors(saving.error);
  const isSaid = isAtFields(errors, ["tag"]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Group align="start">
        <TextInput
          size="xs"
          w={260}
          label="Tag for the current scores"
          placeholder="v1.2.3"
          value={tag}
          error={isSaid ? errors.tag : saving.error?.message}
          onChange={(event) => setTag(event.currentTarget.value)}
        />
        <Button mt={22} size="xs" type="submit" loading={saving.isPending} disabled={tag.trim() === ""}>
          Save
        </Button>
      </Group>
    </form>
  );
}

function BaselineTable({ baselines, dataset }: { baselines: readonly Baseline[]; dataset: string }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Baselines">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Tag</Table.Th>
            <Table.Th w={165}>Saved</Table.Th>
            <Table.Th>Scores of</Table.Th>
            <Table.Th ta="right">Items</Table.Th>
            <Table.Th>Means</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {baselines.map((baseline) => (
            <Row key={baseline.id} baseline={baseline} dataset={dataset} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ baseline, dataset }: { baseline: Baseline; dataset: string }) {
  const queries = useQueryClient();
  const { id, tag, target, run_id: runId, item_count: items, repeats, means } = baseline;
  return (
    <Table.Tr>
      <Table.Td fw={600} className="untrusted">
        {tag}
      </Table.Td>
      <Table.Td className="tabular" style={{ whiteSpace: "nowrap" }}>
        {formatTime(baseline.created_at)}
      </Table.Td>
      <Table.Td className="untrusted">
        {runId === null ? (
          "The items’ own scores"
        ) : (
          <TextLink to="/regression/$testId" params={{ testId: runId }}>
            A test of {target}
          </TextLink>
        )}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatCount(items)}
        {repeats > 1 && ` × ${repeats}`}
      </Table.Td>
      <Table.Td>
        {Object.entries(means).map(([name, mean]) => (
          <Text key={name} size="sm" className="untrusted tabular">
            {name} {formatScore(mean)}
          </Text>
        ))}
      </Table.Td>
      <Table.Td ta="right">
        <DeleteButton
          size="compact-xs"
          label={`Delete ${tag}`}
          title="Delete this baseline?"
          text={`${tag} goes for good; nothing can be held against it any more. Reports of tests that were stay as they are.`}
          onDelete={() => deleteBaseline(id)}
          onDone={() => queries.invalidateQueries({ queryKey: ["baselines", dataset] })}
        />
      </Table.Td>
    </Table.Tr>
  );
}

import { Button, Checkbox, Group, Modal, MultiSelect, NativeSelect, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { errorAt, type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { judgeNamesQuery } from "@/api/judges";
import { targetsQuery } from "@/api/targets";
import { useSearchText } from "@/app/searchText";
import { ErrorState } from "@/components/ErrorState";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { baselinesQuery, startTest, type Testable, testableQuery } from "./regression";
import { type Draft, NEW_TEST, toSent } from "./testDraft";
import { formatDrop } from "./words";

const SHOWN = ["dataset_name", "target", "twin_id", "baseline_tag", "judges", "repeats", "sample_size", "fail_at", "warn_at", "score_name"];

/** Send a dataset to a target, and hold what comes of it against a baseline. */
export function NewTest({ onClose }: { onClose: () => void }) {
  const [asked] = useSearchText("dataset");
  const [draft, setDraft] = useState<Draft>({ ...NEW_TEST, dataset: asked });
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const queries = useQueryClient();
  const navigate = useNavigate();
  const starting = useMutation({
    mutationFn: () => startTest(toSent(draft)),
    onSuccess: async (test) => {
      await queries.invalidateQueries({ queryKey: ["tests"] });
      await navigate({ to: "/regression/$testId", params: { testId: test.test_id } });
    },
  });
  const errors = toFieldErrors(starting.error);
  return (
    <Modal opened onClose={onClose} size="lg" title="New test" closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          starting.mutate();
        }}
      >
        <Stack gap="sm">
          <What draft={draft} errors={errors} onChange={change} />
          <How draft={draft} errors={errors} onChange={change} />
          {starting.error && !isAtFields(errors, SHOWN) && <ErrorState error={starting.error} title="It could not be started" />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={starting.isPending} disabled={draft.dataset === ""}>
              Start
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartGiven {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

function What({ draft, errors, onChange }: PartGiven) {
  const { data: datasets = [] } = useQuery(testableQuery);
  const { data: targets } = useQuery(targetsQuery);
  const { data: baselines = [] } = useQuery({ ...baselinesQuery(draft.dataset), enabled: draft.dataset !== "" });
  const dataset = datasets.find(({ name }) => name === draft.dataset);
  return (
    <>
      <Select
        label="Dataset"
        placeholder="Choose one"
        searchable
        data={datasets.map(({ name }) => name)}
        value={draft.dataset || null}
        description={dataset && describeDataset(dataset)}
        error={errors.dataset_name}
        onChange={(next) => onChange({ dataset: next ?? "", baseline: "" })}
        data-autofocus
      />
      {targets?.length === 0 && (
        <Text size="sm">
          There is no target yet: say under{" "}
          <TextLink to="/regression" search={{ tab: "targets" }}>
            Targets
          </TextLink>{" "}
          where your application answers.
        </Text>
      )}
      <SimpleGrid cols={2}>
        <NativeSelect
          label="Target"
          data={[{ value: "", label: "The default" }, ...(targets ?? []).map(({ name }) => name)]}
          value={draft.target}
          error={errors.target}
          onChange={(event) => onChange({ target: event.currentTarget.value })}
        />
        <TextInput
          label="Twin"
          placeholder="What fills twin_id, if anything"
          value={draft.twin}
          error={errors.twin_id}
          onChange={(event) => onChange({ twin: event.currentTarget.value })}
        />
      </SimpleGrid>
      <NativeSelect
        label="Baseline"
        data={[{ value: "", label: "The newest, else the items’ own scores" }, ...baselines.map(({ tag }) => tag)]}
        value={draft.baseline}
        error={errors.baseline_tag}
        onChange={(event) => onChange({ baseline: event.currentTarget.value })}
      />
    </>
  );
}

/** 805 items; a test like the latest one shows a drop of 3.1 % or more. */
function describeDataset({ item_count: items, detectable }: Testable): string {
  const counted = `${formatCount(items)} ${items === 1 ? "item" : "items"}`;
  if (detectable === null) return counted;
  return `${counted}; of ${detectable.score_name} a test of ${formatCount(detectable.items)} shows a drop of ${formatDrop(detectable.drop, detectable.is_relative)} or more in 4 of 5 cases`;
}

function How({ draft, errors, onChange }: PartGiven) {
  const { data: judges = [] } = useQuery(judgeNamesQuery);
  const number = (name: "repeats" | "sample" | "failPercent" | "warnPercent", label: string, error: string | undefined, placeholder?: string) => (
    <NumberInput
      size="xs"
      label={label}
      placeholder={placeholder}
      min={0}
      clampBehavior="none"
      value={draft[name]}
      error={error}
      onChange={(next) => onChange({ [name]: next })}
    />
  );
  return (
    <>
      <MultiSelect
        label="Judges"
        placeholder={draft.judges.length === 0 ? "Those of quality that are on, and similarity to what is expected" : undefined}
        data={judges}
        searchable
        value={draft.judges}
        error={errorAt(errors, "judges")}
        onChange={(next) => onChange({ judges: next })}
      />
      <SimpleGrid cols={4}>
        {number("repeats", "Repeats", errors.repeats)}
        {number("sample", "Sample", errors.sample_size, "All items")}
        {number("warnPercent", "Warns at (%)", errors.warn_at)}
        {number("failPercent", "Fails at (%)", errors.fail_at)}
      </SimpleGrid>
      <Checkbox
        size="xs"
        label="Strict: pass only what is shown not to have dropped"
        description="The interval decides, and not the mean alone."
        checked={draft.strict}
        onChange={(event) => onChange({ strict: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label="Stop early, once the verdict is certain"
        checked={draft.earlyStop}
        onChange={(event) => onChange({ earlyStop: event.currentTarget.checked })}
      />
    </>
  );
}

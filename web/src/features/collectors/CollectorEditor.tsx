import { Autocomplete, Button, Checkbox, Fieldset, Group, Modal, NumberInput, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { datasetNamesQuery } from "@/api/datasets";
import { errorAt, type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { ConditionsEditor } from "@/components/Conditions";
import { ErrorState } from "@/components/ErrorState";
import { changeCollector, type Collector, createCollector } from "./collectors";
import { CriteriaEditor } from "./CriteriaEditor";
import { type Draft, editDraft, NEW_COLLECTOR, toRule } from "./draft";
import { PreviewPanel } from "./PreviewPanel";

interface Given {
  /** The collector that is changed; none for a new one. */
  collector?: Collector;
  onClose: () => void;
}

const SHOWN = ["name", "dataset", "filters", "criteria", "at_most_a_day", "sampling"];

/** A new collector, or another rule for one. */
export function CollectorEditor({ collector, onClose }: Given) {
  const [draft, setDraft] = useState(() => (collector ? editDraft(collector) : NEW_COLLECTOR));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const { data: datasets = [] } = useQuery(datasetNamesQuery);
  const { save, error, errors, isSaving } = useSaving(collector, onClose);
  // One that is not there yet holds nothing that could count as collected.
  const known = datasets.find((name) => name === draft.dataset.trim()) ?? null;
  return (
    <Modal opened onClose={onClose} size="xl" title={collector ? `Change ${collector.name}` : "New collector"} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(draft);
        }}
      >
        <Stack gap="sm">
          <NameAndDataset datasets={datasets} draft={draft} errors={errors} onChange={change} isNew={!collector} />
          <Fieldset legend="Which traces">
            <Stack gap="sm">
              <CriteriaEditor criteria={draft.criteria} error={errorAt(errors, "criteria")} onChange={(criteria) => change({ criteria })} />
              <ConditionsEditor
                label="Conditions"
                description="All must hold of the trace."
                level="trace"
                conditions={draft.filters}
                error={errorAt(errors, "filters")}
                onChange={(filters) => change({ filters })}
              />
            </Stack>
          </Fieldset>
          <Amount draft={draft} errors={errors} onChange={change} />
          <PreviewPanel asked={() => ({ rule: toRule(draft), dataset: known })} />
          {error !== null && !isAtFields(errors, SHOWN) && <ErrorState error={error} title="It could not be saved" />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving} disabled={draft.name.trim() === "" || draft.dataset.trim() === ""}>
              {collector ? "Save" : "Make it"}
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

function NameAndDataset({ datasets, draft, errors, onChange, isNew }: PartGiven & { datasets: string[]; isNew: boolean }) {
  return (
    <Group grow align="start">
      {isNew && (
        <TextInput
          label="Name"
          placeholder="slow-answers"
          value={draft.name}
          error={errors.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          data-autofocus
        />
      )}
      <Autocomplete
        label="Dataset to fill"
        placeholder="One of yours, or a new name"
        data={datasets}
        value={draft.dataset}
        error={errors.dataset}
        onChange={(dataset) => onChange({ dataset })}
      />
    </Group>
  );
}

function Amount({ draft, errors, onChange }: PartGiven) {
  return (
    <Fieldset legend="How many, and as what">
      <Stack gap="sm">
        <SimpleGrid cols={2}>
          <NumberInput
            size="xs"
            label="At most a day"
            placeholder="No limit"
            min={1}
            allowDecimal={false}
            clampBehavior="none"
            value={draft.atMostADay}
            error={errors.at_most_a_day}
            onChange={(atMostADay) => onChange({ atMostADay })}
          />
          <NumberInput
            size="xs"
            label="Share of the traces (%)"
            min={0}
            max={100}
            clampBehavior="none"
            value={draft.samplingPercent}
            error={errors.sampling}
            onChange={(samplingPercent) => onChange({ samplingPercent })}
          />
        </SimpleGrid>
        <Checkbox
          size="xs"
          label="One item for inputs that differ only in case, spacing and punctuation"
          checked={draft.deduplicate}
          onChange={(event) => onChange({ deduplicate: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label="The answer is what is expected"
          description="Otherwise it is kept beside, and a correction is expected where a person gave one."
          checked={draft.expectAnswer}
          onChange={(event) => onChange({ expectAnswer: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label="Replace personal data and secrets"
          description="Those that can be told by their form: addresses, numbers of cards, keys."
          checked={draft.redact}
          onChange={(event) => onChange({ redact: event.currentTarget.checked })}
        />
        <Textarea
          size="xs"
          label="Description"
          autosize
          minRows={1}
          value={draft.description}
          onChange={(event) => onChange({ description: event.currentTarget.value })}
        />
      </Stack>
    </Fieldset>
  );
}

function useSaving(collector: Collector | undefined, onClose: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: (draft: Draft) => {
      const sent = { ...toRule(draft), dataset: draft.dataset.trim() };
      return collector ? changeCollector(collector.name, sent) : createCollector({ ...sent, name: draft.name.trim(), enabled: true });
    },
    onSuccess: async ({ name }) => {
      await Promise.all([queries.invalidateQueries({ queryKey: ["collectors"] }), queries.invalidateQueries({ queryKey: ["collector", name] })]);
      onClose();
      if (!collector) await navigate({ to: "/collectors/$collectorName", params: { collectorName: name } });
    },
  });
  return { save: saving.mutate, error: saving.error, errors: toFieldErrors(saving.error), isSaving: saving.isPending };
}

import { Button, Checkbox, Fieldset, Group, NativeSelect, NumberInput, SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { errorAt, type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { type Draft, FIELDS, toDraft, toSettings } from "./draft";
import { saveSettings, type Settings, settingsQuery, STRATEGIES, type Strategy } from "./fewShot";

const CLOSE = { "aria-label": "Close" };

/** How the project chooses examples where a request says nothing else. */
export function SettingsPanel() {
  const settings = useQuery(settingsQuery);
  if (settings.isPending) return <Loading rows={6} />;
  if (settings.error) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  return <SettingsForm key={settings.data.updated_at} settings={settings.data} />;
}

function SettingsForm({ settings }: { settings: Settings }) {
  const [draft, setDraft] = useState(() => toDraft(settings));
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: () => saveSettings(toSettings(settings, draft)),
    onSuccess: async (saved) => {
      queries.setQueryData(settingsQuery.queryKey, saved);
      notifications.show({ color: "teal", message: "Saved. Applications take it up within a minute.", closeButtonProps: CLOSE });
      await queries.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
  });
  const errors = toFieldErrors(saving.error);
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack maw={820}>
        <ChoiceFields draft={draft} errors={errors} onChange={change} />
        <ProofFields draft={draft} errors={errors} onChange={change} />
        {saving.error && !isAtFields(errors, FIELDS) && <ErrorState error={saving.error} title="The settings were not saved" />}
        <Group>
          <Button type="submit" size="xs" loading={saving.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Given {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

function ChoiceFields({ draft, errors, onChange }: Given) {
  return (
    <Fieldset legend="Which examples">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            size="xs"
            label="Dataset"
            value={draft.dataset}
            error={errorAt(errors, "dataset_name")}
            onChange={(event) => onChange({ dataset: event.currentTarget.value })}
          />
          <NativeSelect
            size="xs"
            label="Chosen by"
            data={Object.entries(STRATEGIES).map(([value, label]) => ({ value, label }))}
            value={draft.strategy}
            error={errorAt(errors, "strategy")}
            onChange={(event) => onChange({ strategy: event.currentTarget.value as Strategy })}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 4 }}>
          <Numeric label="How many at most" value={draft.n} error={errorAt(errors, "n")} onChange={(n) => onChange({ n })} />
          <Numeric label="Score at least" value={draft.minScore} error={errorAt(errors, "min_score")} onChange={(minScore) => onChange({ minScore })} />
          <Numeric
            label="Tokens at most"
            placeholder="No limit"
            value={draft.tokenBudget}
            error={errorAt(errors, "token_budget")}
            onChange={(tokenBudget) => onChange({ tokenBudget })}
          />
          <Numeric
            label="Weight of diversity"
            disabled={draft.strategy !== "diverse"}
            value={draft.diversity}
            error={errorAt(errors, "diversity")}
            onChange={(diversity) => onChange({ diversity })}
          />
        </SimpleGrid>
        <TagsInput
          size="xs"
          label="Evaluation datasets"
          description="Their items are in no prompt; those that tests and baselines were made of are kept out anyway."
          value={draft.evaluationDatasets}
          error={errorAt(errors, "evaluation_datasets")}
          onChange={(evaluationDatasets) => onChange({ evaluationDatasets })}
        />
        <Checkbox
          size="xs"
          label="Take out personal data and secrets"
          description="E-mail addresses, numbers of cards and telephones, keys: what can be told by its form."
          checked={draft.redact}
          onChange={(event) => onChange({ redact: event.currentTarget.checked })}
        />
      </Stack>
    </Fieldset>
  );
}

function ProofFields({ draft, errors, onChange }: Given) {
  return (
    <Fieldset legend="What they do">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Numeric
            label="Traces without examples (%)"
            description="Held out, so that the others can be compared with them; 0 for none."
            value={draft.holdoutPercent}
            error={errorAt(errors, "holdout_share")}
            onChange={(holdoutPercent) => onChange({ holdoutPercent })}
          />
          <Numeric
            label="Judged over (hours)"
            description="How long traces are gathered for, and how often what hurts is retired."
            value={draft.reviewHours}
            error={errorAt(errors, "review_hours")}
            onChange={(reviewHours) => onChange({ reviewHours })}
          />
        </SimpleGrid>
        <Checkbox
          size="xs"
          label="Retire examples that hurt"
          checked={draft.autoRetire}
          onChange={(event) => onChange({ autoRetire: event.currentTarget.checked })}
        />
      </Stack>
    </Fieldset>
  );
}

interface NumericGiven {
  label: string;
  description?: string;
  placeholder?: string;
  disabled?: boolean;
  value: string | number;
  error: string | undefined;
  onChange: (value: string | number) => void;
}

function Numeric(given: NumericGiven) {
  return <NumberInput size="xs" min={0} clampBehavior="none" {...given} />;
}

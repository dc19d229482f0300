import { Accordion, Button, Grid, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { errorAt, type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { changeRule, createRule, everything, previewQuery, type Rule } from "./alerts";
import classes from "./alerts.module.css";
import { SureFields, TimingFields } from "./CareFields";
import { describeDraft, type Draft, editDraft, isWhole, startDraft, suggestName, toRule, toWholeRule } from "./draft";
import { ScopeFields, WatchFields } from "./RuleFields";
import { TrialPanel } from "./TrialPanel";

interface Given {
  /** The rule that is changed; none for a new one. */
  rule?: Rule;
  onClose: () => void;
}

const TYPING_PAUSE_MS = 400;

/** A new rule, or a change of one: what it would say, and would have said, beside it while it is written. */
export function RuleEditor({ rule, onClose }: Given) {
  const [draft, setDraft] = useState(() => (rule ? editDraft(rule) : startDraft()));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const { save, error, isSaving } = useSaving(rule, onClose);
  const tried = useTried(draft);
  const errors = { ...tried.errors, ...toErrors(error) };
  return (
    <Modal opened onClose={onClose} size={1180} title={rule ? `Change ${rule.name}` : "New rule"} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(draft);
        }}
      >
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="md">
              <WatchFields draft={draft} errors={errors} onChange={change} />
              <More draft={draft} errors={errors} onChange={change} />
              <TextInput
                label="Name"
                placeholder={suggestName(draft)}
                value={draft.name}
                error={errors.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <div className={classes.trial}>
              <Text size="sm" fw={600} mb="xs" className="untrusted">
                {describeDraft(draft) || "What it would say"}
              </Text>
              {tried.rule === null ? <Text size="sm">Say what to watch, and at which limit it fires.</Text> : <TrialPanel tried={{ rule: tried.rule }} type={tried.rule.rule_type} />}
            </div>
          </Grid.Col>
        </Grid>
        {error && !isAtFields(toErrors(error), SHOWN) && <ErrorState error={error} title="It could not be saved" />}
        <Group justify="end" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isSaving} disabled={!isWhole(draft)}>
            {rule ? "Save" : "Make it"}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** The fields of the parts that are folded away; what is wrong with one unfolds its part. */
const PARTS: Record<string, readonly string[]> = {
  scope: ["filters", "group_by"],
  sure: ["minimum_samples", "lookback_minutes", "missing"],
  timing: ["direction", "recovery_threshold", "pending_minutes", "cooldown_minutes", "renotify_minutes", "runbook_url", "description"],
};
const SHOWN = ["name", "rule_type", "threshold", "time_window_minutes", "severity", "measure", "reference", "quantile", "latency_ms", ...Object.values(PARTS).flat()];

interface PartGiven {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

function More(given: PartGiven) {
  const [opened, open] = useState(() => (given.draft.filters.length + given.draft.groupBy.length > 0 ? ["scope"] : []));
  const wrong = Object.keys(PARTS).filter((part) => PARTS[part]?.some((field) => errorAt(given.errors, field) !== undefined));
  return (
    <Accordion variant="contained" multiple value={[...new Set([...opened, ...wrong])]} onChange={open}>
      <Accordion.Item value="scope">
        <Accordion.Control>Which part of the traffic</Accordion.Control>
        <Accordion.Panel>
          <ScopeFields {...given} />
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="sure">
        <Accordion.Control>How sure it must be</Accordion.Control>
        <Accordion.Panel>
          <SureFields {...given} />
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="timing">
        <Accordion.Control>When it begins and ends, and what is said</Accordion.Control>
        <Accordion.Panel>
          <TimingFields {...given} />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

/** The rule that is tried, once typing pauses; and what is wrong with it. */
function useTried(draft: Draft) {
  const [rested] = useDebouncedValue(draft, TYPING_PAUSE_MS);
  const rule = isWhole(rested) ? toRule(rested) : null;
  const preview = useQuery({ ...previewQuery({ rule: rule ?? toRule(startDraft()) }), enabled: rule !== null });
  return { rule, errors: rule === null ? {} : toErrors(preview.error) };
}

/** What is wrong with fields, also with those of a rule that is tried. */
const toErrors = (error: unknown): FieldErrors =>
  Object.fromEntries(Object.entries(toFieldErrors(error)).map(([field, message]) => [field.replace(/^rule\./, ""), message]));

function useSaving(rule: Rule | undefined, onClose: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: (draft: Draft) => (rule ? changeRule(rule.id, toWholeRule(draft)) : createRule(toWholeRule(draft))),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries(everything);
      onClose();
      if (!rule) await navigate({ to: "/alerts/rules/$ruleId", params: { ruleId: id } });
    },
  });
  return { save: saving.mutate, error: saving.error, isSaving: saving.isPending };
}

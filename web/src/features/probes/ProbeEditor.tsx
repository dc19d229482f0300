import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { targetsQuery } from "@/api/targets";
import { ErrorState } from "@/components/ErrorState";
import { TextLink } from "@/components/TextLink";
import { AskedFields } from "./AskedFields";
import { ChecksEditor } from "./ChecksEditor";
import { type Draft, editDraft, NEW_PROBE, toSent } from "./draft";
import { changeProbe, createProbe, type Probe, tryProbe } from "./probes";
import { RunOutcome } from "./RunOutcome";
import { WhenFields } from "./WhenFields";

interface Given {
  /** The probe that is changed; none for a new one. */
  probe?: Probe;
  onClose: () => void;
}

const SHOWN = ["name", "target", "queries", "dataset", "cron", "every_s", "timeout_s", "checks", "failures_to_down", "variables"];
const UNNAMED = "a probe";

/** What is asked, when, and what has to come back; tried before it is kept. */
export function ProbeEditor({ probe, onClose }: Given) {
  const [draft, setDraft] = useState(() => (probe ? editDraft(probe) : NEW_PROBE));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const saving = useSaving(probe, onClose);
  const trying = useMutation({ mutationFn: (tried: Draft) => Promise.resolve().then(() => tryProbe({ ...toSent(tried), name: tried.name.trim() || UNNAMED })) });
  const error = saving.error ?? trying.error;
  const errors = toFieldErrors(error);
  return (
    <Modal opened onClose={onClose} size="xl" title={probe ? `Change ${probe.name}` : "New probe"} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(draft);
        }}
      >
        <Stack gap="sm">
          <NameAndTarget draft={draft} errors={errors} onChange={change} />
          <AskedFields draft={draft} errors={errors} onChange={change} />
          <ChecksEditor checks={draft.checks} errors={errors} onChange={(checks) => change({ checks })} />
          <WhenFields draft={draft} errors={errors} onChange={change} />
          <Textarea size="xs" label="Description" autosize minRows={1} value={draft.description} onChange={(event) => change({ description: event.currentTarget.value })} />
          {trying.data && <RunOutcome run={trying.data} />}
          {error !== null && !isAtFields(errors, SHOWN) && <ErrorState error={error} title={saving.error ? "It could not be saved" : "It could not be tried"} />}
          <Group justify="space-between">
            <Button variant="light" loading={trying.isPending} disabled={draft.target === ""} onClick={() => trying.mutate(draft)}>
              Try now
            </Button>
            <Group>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={saving.isPending} disabled={draft.name.trim() === "" || draft.target === ""}>
                {probe ? "Save" : "Make it"}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export interface PartGiven {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

function NameAndTarget({ draft, errors, onChange }: PartGiven) {
  const { data: targets = [] } = useQuery(targetsQuery);
  const endpoints = targets.filter(({ kind }) => kind === "http").map(({ name }) => ({ value: name, label: name }));
  return (
    <Group grow align="start">
      <TextInput label="Name" placeholder="checkout answers" value={draft.name} error={errors.name} onChange={(event) => onChange({ name: event.currentTarget.value })} data-autofocus />
      <NativeSelect
        label="Target"
        description={
          endpoints.length === 0 && (
            <>
              There is none yet: <TextLink to="/regression" search={{ tab: "targets" }}>say where your application answers</TextLink>
            </>
          )
        }
        data={[{ value: "", label: "Which endpoint" }, ...endpoints]}
        value={draft.target}
        error={errors.target}
        onChange={(event) => onChange({ target: event.currentTarget.value })}
      />
    </Group>
  );
}

function useSaving(probe: Probe | undefined, onClose: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (draft: Draft) =>
      Promise.resolve().then(() => {
        const { enabled, ...sent } = toSent(draft);
        return probe ? changeProbe(probe.id, sent) : createProbe({ ...sent, enabled });
      }),
    onSuccess: async ({ id }) => {
      await Promise.all([queries.invalidateQueries({ queryKey: ["probes"] }), queries.invalidateQueries({ queryKey: ["probe", id] })]);
      onClose();
      if (!probe) await navigate({ to: "/probes/$probeId", params: { probeId: id } });
    },
  });
}

import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { connectionsQuery } from "@/api/connections";
import { type FieldErrors, isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { type Draft, editDraft, finishDraft, startDraft, startParameters } from "./draft";
import { changeJudge, createJudge, type Judge, type Kind } from "./judges";
import { NeedsModel } from "./NeedsModel";
import { ParameterFields } from "./ParameterFields";
import { NoJson, toParameters } from "./parameters";
import { ScopeFields } from "./ScopeFields";

interface Given {
  kinds: ReadonlyMap<string, Kind>;
  /** The judge that is changed; none for a new one. */
  judge?: Judge;
  onClose: () => void;
}

/** A new judge, or the next version of one. */
export function JudgeEditor({ kinds, judge, onClose }: Given) {
  const [draft, setDraft] = useState(() => begin(kinds, judge));
  const change = (some: Partial<Draft>) => setDraft((had) => ({ ...had, ...some }));
  const kind = kinds.get(draft.kind);
  const { save, error, errors, isSaving } = useSaving(judge, onClose);
  if (kind === undefined) return null;
  const parameters = toParameters(kind.parameters);
  const shown = ["name", "kind", "score_name", "filters", "sampling", "delay_s", "budget", ...parameters.map(({ name }) => `parameters.${name}`)];
  return (
    <Modal opened onClose={onClose} size="xl" title={judge ? `Change ${judge.name}` : "New judge"} closeOnClickOutside={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save({ draft, kind });
        }}
      >
        <Stack gap="sm">
          {!judge && <KindAndName kinds={kinds} draft={draft} errors={errors} onChange={change} />}
          <Text size="sm">{kind.summary}</Text>
          {kind.needs_model && <NeedsModel />}
          <Parameters kind={kind} draft={draft} errors={errors} onChange={change} />
          <ScopeFields draft={draft} errors={errors} onChange={change} />
          {error !== null && !isAtFields(errors, shown) && <ErrorState error={error} title="It could not be saved" />}
          <Group justify="space-between">
            <Text size="xs" c="dimmed" maw={420}>
              {judge && "Saving makes a new version; scores that are there stay, with the version that gave them."}
            </Text>
            <Group>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={isSaving} disabled={!judge && draft.name.trim() === ""}>
                {judge ? "Save" : "Make it"}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const FIRST_KIND = "rubric";

function begin(kinds: ReadonlyMap<string, Kind>, judge?: Judge): Draft {
  const kind = kinds.get(judge?.kind ?? FIRST_KIND) ?? [...kinds.values()][0];
  if (kind === undefined) throw new Error("The server knows no kinds of judges.");
  return judge ? editDraft(judge, kind) : startDraft(kind);
}

interface PartGiven {
  draft: Draft;
  errors: FieldErrors;
  onChange: (some: Partial<Draft>) => void;
}

function KindAndName({ kinds, draft, errors, onChange }: PartGiven & { kinds: ReadonlyMap<string, Kind> }) {
  const choices = (needsModel: boolean) =>
    [...kinds.values()].filter((kind) => kind.needs_model === needsModel).map(({ name, title }) => ({ value: name, label: title }));
  return (
    <Group grow align="start">
      <TextInput
        label="Name"
        placeholder="names-a-price"
        value={draft.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        data-autofocus
      />
      <Select
        label="Kind"
        searchable
        allowDeselect={false}
        error={errors.kind}
        data={[
          { group: "Ask a model", items: choices(true) },
          { group: "Need no model", items: choices(false) },
        ]}
        value={draft.kind}
        onChange={(name) => {
          const kind = kinds.get(name ?? "");
          if (kind) onChange({ ...pickKind(kind) });
        }}
      />
    </Group>
  );
}

const pickKind = (kind: Kind): Partial<Draft> => ({ kind: kind.name, parameters: startParameters(kind), costPerDay: startDraft(kind).costPerDay });

function Parameters({ kind, draft, errors, onChange }: PartGiven & { kind: Kind }) {
  const { data: connections = [] } = useQuery({ ...connectionsQuery, enabled: kind.needs_model });
  return (
    <ParameterFields
      parameters={toParameters(kind.parameters)}
      values={draft.parameters}
      errors={errors}
      suggestions={{ connection: connections.map(({ provider }) => provider), model: [...new Set(connections.flatMap(({ models }) => models))] }}
      onChange={(name, value) => onChange({ parameters: { ...draft.parameters, [name]: value } })}
    />
  );
}

function useSaving(judge: Judge | undefined, onClose: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: async ({ draft, kind }: { draft: Draft; kind: Kind }) => {
      const definition = finishDraft(draft, kind);
      return judge ? changeJudge(judge.name, definition) : createJudge({ ...definition, name: draft.name.trim(), enabled: true });
    },
    onSuccess: async ({ name }) => {
      await Promise.all([queries.invalidateQueries({ queryKey: ["judges"] }), queries.invalidateQueries({ queryKey: ["judge", name] })]);
      onClose();
      if (!judge) await navigate({ to: "/judges/$judgeName", params: { judgeName: name } });
    },
  });
  const { error } = saving;
  const errors = error instanceof NoJson ? { [`parameters.${error.parameter}`]: error.message } : toFieldErrors(error);
  return { save: saving.mutate, error, errors, isSaving: saving.isPending };
}

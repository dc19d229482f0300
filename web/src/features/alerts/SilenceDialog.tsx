import { Button, Checkbox, Group, Input, Modal, NativeSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { isAtFields, toFieldErrors } from "@/api/fields";
import { ErrorState } from "@/components/ErrorState";
import { formatMinute } from "@/format/times";
import { everything, rulesQuery, silence } from "./alerts";
import { LENGTHS, toLocal, tomorrow } from "./silencing";
import { useMyName } from "./useMyName";
import { describeLabels } from "./words";

interface Given {
  /** What is to be silent; a choice of rules where nothing is given. */
  ruleId?: string;
  labels?: Readonly<Record<string, string>>;
  onClose: () => void;
}

/** Tell nobody for a while, of a rule, one group of it, or anything. */
export function SilenceDialog({ ruleId, labels = {}, onClose }: Given) {
  const [rule, setRule] = useState(ruleId ?? "");
  const [isGroup, setGroup] = useState(Object.keys(labels).length > 0);
  const [length, setLength] = useState(String(60));
  const [until, setUntil] = useState(() => toLocal(tomorrow(new Date())));
  const [comment, setComment] = useState("");
  const [by] = useMyName();
  const { data: rules = [] } = useQuery(rulesQuery);
  const end = length === "until" ? { ends_at: new Date(until).toISOString() } : { minutes: Number(length) };
  const { save, error, isSaving } = useSilencing(onClose);
  const errors = toFieldErrors(error);
  return (
    <Modal opened onClose={onClose} title="Tell nobody for a while">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save({ rule_id: rule, labels: isGroup && rule === ruleId ? { ...labels } : {}, comment: comment.trim(), by, ...end });
        }}
      >
        <Stack gap="sm">
          <NativeSelect
            label="Of"
            data={[{ value: "", label: "Any rule" }, ...rules.map(({ id, name }) => ({ value: id, label: name }))]}
            value={rule}
            error={errors.rule_id}
            onChange={(event) => setRule(event.currentTarget.value)}
          />
          {Object.keys(labels).length > 0 && rule === ruleId && (
            <Checkbox
              size="xs"
              label={<span className="untrusted">Only of {describeLabels(labels)}</span>}
              checked={isGroup}
              onChange={(event) => setGroup(event.currentTarget.checked)}
            />
          )}
          <Input.Wrapper label="For" labelElement="div">
            <SegmentedControl fullWidth mt={4} aria-label="For how long" data={LENGTHS} value={length} onChange={setLength} />
          </Input.Wrapper>
          {length === "until" && (
            <TextInput type="datetime-local" label="Until" value={until} error={errors.ends_at} onChange={(event) => setUntil(event.currentTarget.value)} />
          )}
          <TextInput
            label="Why"
            placeholder="We deploy the new release"
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            data-autofocus
          />
          <Text size="xs" c="dimmed">
            Alerts still fire and are kept in the history. What still fires when the silence ends is told then.
          </Text>
          {error && !isAtFields(errors, ["rule_id", "ends_at"]) && <ErrorState error={error} title="It could not be silenced" />}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving} disabled={length === "until" && until === ""}>
              Silence
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useSilencing(onClose: () => void) {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: silence,
    onSuccess: async ({ ends_at: end }) => {
      await queries.invalidateQueries(everything);
      onClose();
      notifications.show({ color: "teal", title: "Silenced", message: `Nobody is told until ${formatMinute(end)}.` });
    },
  });
  return { save: saving.mutate, error: saving.error, isSaving: saving.isPending };
}

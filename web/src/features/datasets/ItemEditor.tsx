import { Button, Group, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import type { ItemChange } from "./datasets";
import { fromEditable, toEditable } from "./itemText";

interface Given {
  /** What is there already; nothing of a new item. */
  item?: { input?: unknown; expected_output?: unknown; metadata?: unknown };
  isSaving: boolean;
  onSave: (change: ItemChange) => void;
  onCancel: () => void;
}

const FIELDS = [
  { name: "input", label: "Input", minRows: 4 },
  { name: "expected_output", label: "Expected output", minRows: 4 },
  { name: "metadata", label: "Metadata", minRows: 2 },
] as const;
type Field = (typeof FIELDS)[number]["name"];

/** What an item holds, as texts to edit; what was JSON is checked to be some. */
export function ItemEditor({ item = {}, isSaving, onSave, onCancel }: Given) {
  const [texts, setTexts] = useState<Record<Field, string>>({
    input: toEditable(item.input),
    expected_output: toEditable(item.expected_output),
    metadata: toEditable(item.metadata),
  });
  const [problems, setProblems] = useState<Partial<Record<Field, string>>>({});
  const save = () => {
    const { change, problems: found } = read(texts, item);
    setProblems(found);
    if (Object.keys(found).length === 0) onSave(change);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack>
        {FIELDS.map(({ name, label, minRows }) => (
          <Textarea
            key={name}
            label={label}
            autosize
            minRows={minRows}
            maxRows={18}
            classNames={{ input: "mono" }}
            value={texts[name]}
            error={problems[name]}
            onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
          />
        ))}
        <Group justify="end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isSaving}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The fields that were changed; what is wrong with them by their names. */
function read(texts: Record<Field, string>, item: NonNullable<Given["item"]>) {
  const change: ItemChange = {};
  const problems: Partial<Record<Field, string>> = {};
  for (const { name, label } of FIELDS) {
    if (texts[name] === toEditable(item[name])) continue;
    try {
      change[name] = fromEditable(texts[name], item[name]);
    } catch (error) {
      problems[name] = `${label} was JSON and is none now: ${error instanceof Error ? error.message : ""}`;
    }
    if (change[name] === null) problems[name] = "A field can be changed, and not emptied.";
  }
  return { change, problems };
}

import { Autocomplete, Checkbox, JsonInput, NativeSelect, NumberInput, SimpleGrid, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { errorAt, type FieldErrors } from "@/api/fields";
import type { Parameter } from "./parameters";

interface Given {
  parameters: readonly Parameter[];
  values: Readonly<Record<string, unknown>>;
  onChange: (name: string, value: unknown) => void;
  errors: FieldErrors;
  /** Known values of parameters that take any, by their names. */
  suggestions: Readonly<Record<string, string[]>>;
}

const WIDE = new Set(["long", "json", "texts"]);
// More than these are too many to look at, so what need not be said is folded away.
const SEEN_MAX = 4;

/** The parameters of a kind of judge, each with the control that its schema asks for. */
export function ParameterFields({ parameters, ...rest }: Given) {
  if (parameters.length === 0) return <Text size="sm">This kind has no parameters.</Text>;
  if (parameters.length <= SEEN_MAX) return <Fields parameters={parameters} {...rest} />;
  const folded = parameters.filter(({ isRequired }) => !isRequired);
  return (
    <>
      <Fields parameters={parameters.filter(({ isRequired }) => isRequired)} {...rest} />
      <details open={folded.some(({ name }) => errorAt(rest.errors, `parameters.${name}`))}>
        <Text component="summary" size="sm" fw={500} style={{ cursor: "pointer" }}>
          More parameters ({folded.length})
        </Text>
        <Stack gap="sm" mt="sm">
          <Fields parameters={folded} {...rest} />
        </Stack>
      </details>
    </>
  );
}

function Fields({ parameters, ...rest }: Given) {
  const wide = parameters.filter(({ control }) => WIDE.has(control));
  const narrow = parameters.filter(({ control }) => !WIDE.has(control));
  return (
    <>
      {wide.map((parameter) => (
        <Field key={parameter.name} parameter={parameter} {...rest} />
      ))}
      {narrow.length > 0 && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="sm">
          {narrow.map((parameter) => (
            <Field key={parameter.name} parameter={parameter} {...rest} />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

type FieldGiven = Omit<Given, "parameters"> & { parameter: Parameter };

function Field({ parameter, values, onChange, errors, suggestions }: FieldGiven) {
  const { name, label, description, control, isRequired, choices, least, most, isWhole } = parameter;
  const value = values[name];
  const set = (next: unknown) => onChange(name, next);
  const said = { label, description, error: errorAt(errors, `parameters.${name}`), size: "xs" as const };
  const look = { ...said, withAsterisk: isRequired };
  const text = typeof value === "string" ? value : "";
  switch (control) {
    case "switch":
      return <Checkbox {...said} mt={22} checked={value === true} onChange={(event) => set(event.currentTarget.checked)} />;
    case "choice":
      return <NativeSelect {...look} data={choices} value={text} onChange={(event) => set(event.currentTarget.value)} />;
    case "number":
      return (
        <NumberInput {...look} min={least} max={most} clampBehavior="none" allowDecimal={!isWhole} value={typeof value === "number" ? value : ""} onChange={set} />
      );
    case "texts":
      return <TagsInput {...look} placeholder="Enter ends each" value={Array.isArray(value) ? (value as string[]) : []} onChange={set} />;
    case "json":
      return <JsonInput {...look} autosize minRows={2} maxRows={12} classNames={{ input: "mono" }} value={text} onChange={set} />;
    case "long":
      return <Textarea {...look} autosize minRows={3} maxRows={14} value={text} onChange={(event) => set(event.currentTarget.value)} />;
    case "text":
      return suggestions[name] ? (
        <Autocomplete {...look} data={suggestions[name]} value={text} onChange={set} />
      ) : (
        <TextInput {...look} value={text} onChange={(event) => set(event.currentTarget.value)} />
      );
  }
}

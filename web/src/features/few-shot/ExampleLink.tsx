import { Text } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import { splitReference } from "./fewShot";

/** An example by its item, leading to its dataset; those that come with the package have none. */
export function ExampleLink({ reference }: { reference: string }) {
  const { dataset, item } = splitReference(reference);
  if (dataset === "fallback") return <Text size="sm">Fallback {item}</Text>;
  return (
    <>
      <TextLink to="/datasets/$datasetName" params={{ datasetName: dataset }} size="sm" className="untrusted">
        {item}
      </TextLink>
      <Text size="xs" c="dimmed" className="untrusted">
        {dataset}
      </Text>
    </>
  );
}

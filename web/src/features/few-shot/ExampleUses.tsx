import { Badge, Button, Table, Text, Tooltip } from "@mantine/core";
import { formatEstimate, Interval, toScale } from "@/components/Interval";
import { formatCount, formatScore } from "@/format/numbers";
import { ExampleLink } from "./ExampleLink";
import type { ExampleUse } from "./fewShot";
import { useRetiring } from "./useRetiring";
import { explain, VERDICTS } from "./words";

type Scale = ReturnType<typeof toScale>;

/** Examples with how often they were used, how good what came of it was, and what they did to it. */
export function ExampleUses({ examples }: { examples: readonly ExampleUse[] }) {
  const scale = toScale([0, ...examples.flatMap(({ effect: { value, low, high } }) => [value, low, high])]);
  return (
    <Table.ScrollContainer minWidth={980}>
      <Table verticalSpacing="xs" aria-label="Examples">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Example</Table.Th>
            <Table.Th w={110}>Types</Table.Th>
            <Table.Th ta="right" w={80}>
              Given
            </Table.Th>
            <Table.Th ta="right" w={80}>
              Withheld
            </Table.Th>
            <Table.Th ta="right" w={80}>
              Quality
            </Table.Th>
            <Table.Th w={210}>Effect</Table.Th>
            <Table.Th w={130}>Verdict</Table.Th>
            <Table.Th w={100} aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {examples.map((use) => (
            <Row key={use.example} use={use} scale={scale} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ use, scale }: { use: ExampleUse; scale: Scale }) {
  const { label, color } = VERDICTS[use.verdict];
  return (
    <Table.Tr>
      <Table.Td>
        <ExampleLink reference={use.example} />
      </Table.Td>
      <Table.Td className="untrusted">{use.query_types.join(", ")}</Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatCount(use.given)}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatCount(use.withheld)}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatScore(use.quality.value)}
      </Table.Td>
      <Table.Td className="tabular">
        <Text size="sm">{formatEstimate(use.effect)}</Text>
        {use.effect.value !== null && <Interval estimate={use.effect} {...scale} marks={[{ at: 0, name: "no effect" }]} />}
      </Table.Td>
      <Table.Td>
        <Tooltip label={explain(use)} multiline maw={320}>
          <Badge variant="light" color={color} tt="none" tabIndex={0}>
            {label}
          </Badge>
        </Tooltip>
        {use.is_retired && (
          <Text size="xs" c="dimmed">
            Retired
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <Retiring use={use} />
      </Table.Td>
    </Table.Tr>
  );
}

function Retiring({ use: { example, is_retired: isRetired } }: { use: ExampleUse }) {
  const retiring = useRetiring();
  const verb = isRetired ? "Restore" : "Retire";
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={retiring.isPending}
      aria-label={`${verb} ${example}`}
      onClick={() => retiring.mutate({ example, isRetired: !isRetired })}
    >
      {verb}
    </Button>
  );
}

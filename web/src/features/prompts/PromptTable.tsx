import { Anchor, Group, Table, Text } from "@mantine/core";
import { IconFolder, IconMessages, IconTextCaption } from "@tabler/icons-react";
import { Age } from "@/components/Age";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import type { Folder } from "./folders";
import { Labels } from "./Labels";
import type { ListedPrompt } from "./prompts";

interface Given extends Folder {
  /** Whether whole names are shown, since these are of many folders. */
  isFlat: boolean;
  onOpenFolder: (path: string) => void;
}

/** What stands in a folder. */
export function PromptTable({ folders, prompts, isFlat, onOpenFolder }: Given) {
  if (folders.length + prompts.length === 0) return <Text size="sm">Nothing here has these words. Look for others.</Text>;
  return (
    <Table verticalSpacing="xs" highlightOnHover aria-label="Prompts">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th ta="right">Versions</Table.Th>
          <Table.Th>Labels</Table.Th>
          <Table.Th>Tags</Table.Th>
          <Table.Th>Changed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {folders.map(({ path, name, count }) => (
          <Table.Tr key={`folder ${path}`}>
            <Table.Td>
              <Group gap="xs" wrap="nowrap">
                <IconFolder size={17} aria-hidden />
                <Anchor component="button" type="button" size="sm" onClick={() => onOpenFolder(path)}>
                  {name}/
                </Anchor>
              </Group>
            </Table.Td>
            <Table.Td colSpan={4}>
              <Text size="sm" c="dimmed">
                {formatCount(count)} {count === 1 ? "prompt" : "prompts"}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
        {prompts.map((prompt) => (
          <Row key={prompt.name} prompt={prompt} isFlat={isFlat} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ prompt, isFlat }: { prompt: ListedPrompt; isFlat: boolean }) {
  const { name, type, versions, labels, tags, lastUpdatedAt } = prompt;
  const Icon = type === "chat" ? IconMessages : IconTextCaption;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Icon size={17} aria-label={type} />
          <TextLink to="/prompts/$promptName" params={{ promptName: name }} size="sm" className="untrusted">
            {isFlat ? name : name.slice(name.lastIndexOf("/") + 1)}
          </TextLink>
        </Group>
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatCount(versions.length)}
      </Table.Td>
      <Table.Td>
        <Labels labels={labels.filter((label) => label !== "latest")} />
      </Table.Td>
      <Table.Td className="untrusted">{tags.join(", ")}</Table.Td>
      <Table.Td><Age at={lastUpdatedAt} /></Table.Td>
    </Table.Tr>
  );
}

import { Alert, Group, Stack, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { CopyButton } from "@/components/CopyableId";
import { TextLink } from "@/components/TextLink";
import type { NewKey } from "./keys";

/** A key at the only moment when its secret is known. */
export function NewKeyNotice({ made }: { made: NewKey }) {
  return (
    <Alert color="teal" variant="light" icon={<IconKey size={18} />} title="The key is made. Copy its secret now: it is shown this once." role="status">
      <Stack gap={4}>
        <Part label="Public key" text={made.public_key} />
        <Part label="Secret key" text={made.secret_key} />
        <Text size="sm" mt="xs">
          <TextLink to="/settings" search={{ tab: "connect" }}>Snippets with this key</TextLink>{" "}
          for every SDK stand under “Connect” until you leave this page.
        </Text>
      </Stack>
    </Alert>
  );
}

function Part({ label, text }: { label: string; text: string }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" w={84}>
        {label}
      </Text>
      <Text span className="mono" data-testid={label}>
        {text}
      </Text>
      <CopyButton text={text} label={`Copy the ${label.toLowerCase()}`} />
    </Group>
  );
}

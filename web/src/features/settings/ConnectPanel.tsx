import { Anchor, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { TextLink } from "@/components/TextLink";
import { CodeBlock } from "@/components/CodeBlock";
import { keysQuery, type NewKey, orderKeys } from "./keys";
import { toSnippets } from "./snippets";

/** What to write in an application so that its traces come here, with this server's address and a key. */
export function ConnectPanel({ made }: { made: NewKey | null }) {
  const keys = useQuery(keysQuery);
  const [chosen, choose] = useSearchText("sdk");
  const inUse = orderKeys(keys.data ?? []).find((key) => key.revoked_at === null);
  const snippets = toSnippets({
    url: window.location.origin,
    publicKey: made?.public_key ?? inUse?.public_key ?? "<your public key>",
    secretKey: made?.secret_key ?? "<your secret key>",
  });
  const current = snippets.find(({ id }) => id === chosen) ?? snippets[0];
  return (
    <Stack>
      <Text size="sm" maw={720}>
        {made ? (
          "These hold the key that you just made. They go when you leave this page."
        ) : (
          <>
            A secret is shown only when its key is made:{" "}
            <TextLink to="/settings" search={{ tab: "keys" }}>
              make a key
            </TextLink>{" "}
            and these snippets hold it.
          </>
        )}
      </Text>
      <Tabs value={current?.id ?? ""} onChange={choose} keepMounted={false}>
        <Tabs.List aria-label="SDK">
          {snippets.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ id, label, install, code, language }) => (
          <Tabs.Panel key={id} value={id} pt="md">
            <Stack maw={860}>
              <CodeBlock title="Shell" code={install} label={`Set up ${label}`} />
              <CodeBlock title={language} code={code} label={`A first trace with ${label}`} />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="sm" maw={720}>
        Send one trace, then look at{" "}
        <TextLink to="/traces">Traces</TextLink>
        . The whole HTTP API is described at{" "}
        <Anchor href="/docs" inherit>
          /docs
        </Anchor>
        .
      </Text>
    </Stack>
  );
}

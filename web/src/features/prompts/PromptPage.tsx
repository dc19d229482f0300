import { Title } from "@mantine/core";

export function PromptPage() {
  return <Title order={1}>PromptPage</Title>;
}

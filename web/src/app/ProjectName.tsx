import { Select, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { send } from "@/api/client";
import { sessionQuery } from "@/api/session";

/** The project that is looked at; a choice where there are several. */
export function ProjectName() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  if (session === null) return null;
  if (session.projects.length < 2) {
    return (
      <Text size="sm" c="dimmed">
        {session.project.name}
      </Text>
    );
  }
  return (
    <Select
      size="xs"
      aria-label="Project"
      allowDeselect={false}
      value={session.project.id}
      data={session.projects.map((project) => ({ value: project.id, label: project.name }))}
      onChange={(id) => void change(id)}
    />
  );
}

async function change(projectId: string | null) {
  await send("PUT", "/auth/session", { project_id: projectId });
  window.location.assign("/");
}

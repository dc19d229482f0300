import { Alert, Badge, Button, Code, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { send } from "@/api/client";
import { type Project, sessionQuery } from "@/api/session";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatDay } from "@/format/times";
import { MakeProject } from "./MakeProject";
import { projectsQuery } from "./projects";

/** The projects of the server: which one is looked at, the way to another, and to a new one. */
export function ProjectsPanel() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const isOperator = session?.operator === true;
  const projects = useQuery({ ...projectsQuery, enabled: isOperator });
  const current = session?.project.id;
  if (!isOperator) return <OneProject project={session?.project} />;
  return (
    <Stack>
      <MakeProject />
      {projects.isPending && <Loading rows={3} />}
      {projects.error && <ErrorState error={projects.error} onRetry={() => void projects.refetch()} />}
      {projects.data && (
        <Table verticalSpacing="xs" aria-label="Projects">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Id</Table.Th>
              <Table.Th>Made</Table.Th>
              <Table.Th aria-label="What can be done" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {projects.data.map((project) => (
              <Table.Tr key={project.id}>
                <Table.Td className="untrusted">{project.name}</Table.Td>
                <Table.Td className="mono">{project.id}</Table.Td>
                <Table.Td className="tabular">{formatDay(project.created_at)}</Table.Td>
                <Table.Td ta="right">
                  {project.id === current ? <Badge variant="light">You are here</Badge> : <SwitchButton project={project} />}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function SwitchButton({ project }: { project: Project }) {
  const switching = useMutation({
    mutationFn: () => send("PUT", "/auth/session", { project_id: project.id }),
    onSuccess: () => window.location.assign("/settings?tab=keys"), // leaves nothing of the other project in memory
  });
  return (
    <Button size="compact-sm" variant="default" loading={switching.isPending} onClick={() => switching.mutate()} aria-label={`Go to ${project.name}`}>
      Go there
    </Button>
  );
}

function OneProject({ project }: { project: Project | undefined }) {
  return (
    <Alert title={`You are in ${project?.name ?? "your project"}`}>
      <Text size="sm">
        You signed in with a key, and a key opens its own project alone. To see all projects or make one, sign in with the link
        that <Code>ratchet keys link</Code> prints on the server.
      </Text>
    </Alert>
  );
}

import { Button, Group, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sessionQuery } from "@/api/session";
import { makeProject, projectsQuery, toProjectId } from "./projects";

/** A new project; its id is made of its name unless one is given. */
export function MakeProject() {
  const [name, setName] = useState("");
  const [givenId, setGivenId] = useState<string | null>(null);
  const queries = useQueryClient();
  const id = givenId ?? toProjectId(name);
  const making = useMutation({
    mutationFn: makeProject,
    onSuccess: async () => {
      setName("");
      setGivenId(null);
      await queries.invalidateQueries({ queryKey: projectsQuery.queryKey });
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate({ id, name: name.trim() });
      }}
    >
      <Group align="start">
        <TextInput
          label="Name"
          placeholder="Shoe shop"
          maxLength={200}
          w={240}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={making.error?.message}
        />
        <TextInput
          label="Id"
          placeholder="shoe-shop"
          maxLength={100}
          w={240}
          value={id}
          onChange={(event) => setGivenId(event.currentTarget.value)}
        />
        <Button mt={25} type="submit" loading={making.isPending} disabled={!name.trim() || !id}>
          Make a project
        </Button>
      </Group>
    </form>
  );
}

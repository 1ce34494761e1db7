import type { MadeShare, RawShare, RawSnapshot, Share, Snapshot, Taking } from "@mission-control/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "../data/ask.ts";
import { orThrow } from "../data/outcome.ts";
import { useServices } from "../data/services.ts";

const POLL_MS = 300;
const json = { "content-type": "application/json" };

/** The links there are and how to make and revoke them, and the snapshots. */
export function useShares() {
  const client = useQueryClient();
  const shares = useQuery({
    queryKey: ["shares"],
    queryFn: async ({ signal }) => orThrow(await ask<{ shares: Share[] }>("/api/shares", { signal })).shares,
    staleTime: 0,
  });
  const snapshots = useQuery({
    queryKey: ["snapshots"],
    queryFn: async ({ signal }) =>
      orThrow(await ask<{ snapshots: Snapshot[] }>("/api/snapshots", { signal })).snapshots,
    staleTime: 0,
  });
  const make = useCallback(
    async (raw: RawShare) => {
      const body = JSON.stringify(raw);
      const outcome = await ask<MadeShare>("/api/shares", { method: "POST", headers: json, body });
      await client.invalidateQueries({ queryKey: ["shares"] });
      return outcome;
    },
    [client],
  );
  const remove = useCallback(
    async (kind: "shares" | "snapshots", id: string) => {
      const outcome = await ask(`/api/${kind}/${id}`, { method: "DELETE" });
      await client.invalidateQueries({ queryKey: [kind] });
      return outcome;
    },
    [client],
  );
  return { shares, snapshots, make, remove };
}

/** Takes a snapshot: how far it is, and how to end it. One that is under way ends with the dialog. */
export function useTaking() {
  const { clock } = useServices();
  const client = useQueryClient();
  const [taking, setTaking] = useState<Taking>();
  const [fault, setFault] = useState<string>();
  const running = useRef<string>(undefined);

  const cancel = useCallback(() => {
    const id = running.current;
    running.current = undefined;
    setTaking(undefined);
    if (id !== undefined) void ask(`/api/snapshots/taking/${id}`, { method: "DELETE" });
  }, []);
  useEffect(() => cancel, [cancel]);

  const follow = useCallback(
    async (id: string) => {
      if (running.current !== id) return;
      const told = await ask<Taking>(`/api/snapshots/taking/${id}`);
      if (running.current !== id) return;
      if (told.ok) setTaking(told.value);
      if (told.ok && told.value.state !== "running") {
        running.current = undefined;
        setFault(told.value.fault?.detail);
        await client.invalidateQueries({ queryKey: ["snapshots"] });
      } else if (!told.ok && told.failure.away !== true) {
        running.current = undefined;
        setFault(told.failure.message);
        setTaking(undefined);
      } else clock.after(POLL_MS, () => void follow(id));
    },
    [client, clock],
  );
  const take = useCallback(
    async (raw: RawSnapshot) => {
      setFault(undefined);
      const body = JSON.stringify(raw);
      const begun = await ask<Taking>("/api/snapshots", { method: "POST", headers: json, body });
      if (!begun.ok) return setFault(begun.failure.message);
      running.current = begun.value.id;
      setTaking(begun.value);
      void follow(begun.value.id);
    },
    [follow],
  );
  return { taking, fault, take, cancel };
}

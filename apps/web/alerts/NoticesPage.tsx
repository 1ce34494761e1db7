import { MailX } from "lucide-react";
import { useChannels } from "../data/use-channels.ts";
import { useNotices } from "../data/use-notices.ts";
import { countOf } from "../format/text.ts";
import { AlertsFrame } from "./AlertsFrame.tsx";
import { noticeStates, useAlertsSearch } from "./alerts-search.ts";
import { Empty } from "./Empty.tsx";
import { Filter } from "./Filter.tsx";
import { NoticeTable, noticeStateWords } from "./NoticeTable.tsx";

/** The log of what was sent: each attempt, what the other side answered, and what is tried next. */
export function NoticesPage() {
  const [search, change] = useAlertsSearch();
  const { state, channel, alert } = search;
  const asked = useNotices({ state, channel, alert });
  const { data: channels } = useChannels();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = asked;
  const notices = (data?.pages ?? []).flatMap((page) => page.notices);
  const dropped = data?.pages[0]?.dropped ?? 0;
  const isNarrowed = state !== undefined || channel !== undefined || alert !== undefined;
  const showAll = () => change({ state: undefined, channel: undefined, alert: undefined });
  return (
    <AlertsFrame
      here="Notices"
      tools={
        <div className="alerts-tools">
          <Filter
            label="State"
            any="Every state"
            value={state}
            options={noticeStates.map((id) => ({ id, label: noticeStateWords[id] }))}
            onChange={(id) => change({ state: noticeStates.find((each) => each === id) })}
          />
          <Filter
            label="Channel"
            any="Every channel"
            value={channel}
            options={(channels ?? []).map(({ slug, name }) => ({ id: slug, label: name }))}
            onChange={(id) => change({ channel: id })}
          />
          {alert !== undefined && (
            <button type="button" className="pill" onClick={() => change({ alert: undefined })}>
              Of one alert <b>×</b>
              <span className="sr-only">: show those of all</span>
            </button>
          )}
        </div>
      }
      asked={asked}
    >
      {dropped > 0 && (
        <p className="alerts-warning">
          {countOf(dropped, "notice")} {dropped === 1 ? "was" : "were"} dropped before anyone tried to send
          {dropped === 1 ? " it" : " them"}: too many were waiting.
        </p>
      )}
      {notices.length > 0 ? (
        <NoticeTable notices={notices} channels={channels ?? []} />
      ) : (
        <Empty
          Icon={MailX}
          title={isNarrowed ? "Nothing of the kind" : "Nothing was sent yet"}
          acts={
            isNarrowed && (
              <button type="button" className="button" onClick={showAll}>
                Show all
              </button>
            )
          }
        >
          {isNarrowed
            ? "No notice that is kept fits."
            : "Each message would stand here with every attempt to send it, what the other side answered, and when it is tried next."}
        </Empty>
      )}
      {hasNextPage && (
        <p className="alerts-more">
          <button
            type="button"
            className="button small"
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {isFetchingNextPage ? "Loading…" : "Show older notices"}
          </button>
        </p>
      )}
    </AlertsFrame>
  );
}

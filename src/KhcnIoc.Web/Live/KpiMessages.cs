using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Live;

/// <summary>What a wall needs to be right after any outage: all parts of all pages, and the page to show.</summary>
/// <param name="Epoch">Changes when the process restarts.</param>
/// <param name="Sequence">Number of the last change of this dashboard that the parts reflect.</param>
/// <param name="Commit">Newest commit that the parts reflect.</param>
/// <param name="Now">Server time, unix milliseconds.</param>
/// <param name="Build">Identity of the running build; another one than the page's means: load anew.</param>
/// <param name="Page">Page to show, from 0.</param>
public sealed record WallSnapshotMessage(string Epoch, long Sequence, long Commit, long Now, string Build, int Page, IReadOnlyList<ViewPart> Parts);

/// <summary>What changed since the message before: only the changed slots of the changed parts.</summary>
public sealed record WallChangesMessage(string Epoch, long Sequence, long Commit, long Now, string Build, IReadOnlyList<ViewPart> Parts);

/// <summary>The walls of a dashboard turn to another page.</summary>
public sealed record WallPageMessage(int Page, long Now);

/// <summary>Sent when nothing else was for two seconds: the server is there, and this is what it last said.</summary>
public sealed record BeatMessage(string Epoch, long Sequence, long Commit, long Now, string Build, int Page);

/// <summary>A dashboard's figures as data, for others to follow; also the answer of <c>GET /api/v1/board</c>.</summary>
public sealed record BoardMessage(string Epoch, long Sequence, long Commit, IReadOnlyList<TileMessage> Tiles);

/// <summary>One tile as data. Values are numbers in the indicator's unit; instants are UTC.</summary>
/// <param name="Agency">Agency code, or <see langword="null"/> for the whole area.</param>
/// <param name="Target">The next target's value.</param>
/// <param name="Path">What the plan implies at the end of the figure's own period, to six decimals.</param>
/// <param name="Standing">met, on-path, watch, behind or unknown.</param>
/// <param name="DataState">fresh, late, stale, missing or error.</param>
/// <param name="Source">Title of the document, or the feed's code.</param>
/// <param name="Figure">Address of the figure's page.</param>
public sealed record TileMessage(
    string Indicator, string Area, string? Agency, decimal? Value, string Unit, string? Period, decimal? Target, int? TargetYear, decimal? Path,
    string Standing, string DataState, bool Simulated, DateTimeOffset? ReceivedAt, string? Source, string Figure)
{
    public static TileMessage From(FigureState figure, string unit) => new(
        figure.Key.Indicator,
        figure.Key.Area,
        figure.Key.Agency.Length == 0 ? null : figure.Key.Agency,
        figure.Value,
        unit,
        figure.Period?.Text,
        figure.NextTarget?.Value,
        figure.NextTarget?.Year,
        figure.PathAtPeriodEnd is { } path ? decimal.Round(path, 6) : null,
        figure.Standing.ToCode(),
        figure.DataState.ToCode(),
        figure.Simulated,
        figure.ReceivedAt,
        figure.Source?.Title ?? (figure.Feed.Length == 0 ? null : figure.Feed),
        figure.Key.Agency.Length == 0
            ? $"/figures/{figure.Key.Indicator}/{figure.Key.Area}"
            : $"/figures/{figure.Key.Indicator}/{figure.Key.Area}?agency={figure.Key.Agency}");
}

using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary>Feeds as a table: who answers, how current what stands on them is, and what they brought lately.</summary>
internal static class FeedRows
{
    /// <param name="codes">Feeds in order.</param>
    /// <param name="figures">Figures that may stand on them.</param>
    /// <param name="parts">The board that the feeds are scored by.</param>
    /// <param name="book">Names and tallies.</param>
    public static TableView Table(PageContext context, IEnumerable<string> codes, IEnumerable<FigureState> figures, BoardParts parts, FeedBook book)
    {
        var byFeed = figures.Where(f => f.Origin is FigureOrigin.Reported or FigureOrigin.YearToDate or FigureOrigin.LastYear).ToLookup(f => f.Feed, StringComparer.Ordinal);
        var tallies = context.Query.Moment.IsPresent ? book.Tallies : null;
        var columns = new List<TableColumn>
        {
            new("feed", context.T("Areas.Feed"), ColumnKind.Text),
            new("agency", context.T("Areas.FeedAgency"), ColumnKind.Text),
            new("count", context.T("Areas.FeedFigures"), ColumnKind.Number),
            new("state", context.T("Areas.FeedState"), ColumnKind.Text),
            new("alive", context.T("Areas.FeedAlive"), ColumnKind.Number, "%"),
            new("complete", context.T("Areas.FeedComplete"), ColumnKind.Number, "%"),
        };
        var scores = parts.Scores(book);
        if (tallies is not null)
        {
            columns.Add(new("accepted", context.T("Areas.FeedAccepted"), ColumnKind.Number, "%"));
            columns.Add(new("received", context.T("Areas.FeedReceived"), ColumnKind.Text));
            columns.Add(new("rejected", context.T("Areas.FeedRejected"), ColumnKind.Number));
        }

        var rows = codes.Select(code =>
        {
            var own = byFeed[code].ToList();
            var score = scores.GetValueOrDefault(code);
            var definition = context.Pack.Feeds.GetValueOrDefault(code);
            var cells = new List<TableCell>
            {
                new(definition?.NameVi ?? book.Names.GetValueOrDefault(code, code)) { Simulated = own.Exists(f => f.Simulated) },
                definition is { Agency.Length: > 0 } ? AreaWords.Linked(context.Pack.Agencies.GetValueOrDefault(definition.Agency), definition.Agency, context) : new("–"),
                FigureCells.Number(own.Count, 0, context.Culture),
                State(own, context),
                Share(score?.Alive, context),
                Share(score?.Complete, context),
            };
            if (tallies is not null)
            {
                var tally = tallies.GetValueOrDefault(code);
                cells.Add(Share(score?.Accepted, context));
                cells.Add(new(tally is null ? "–" : Wording.Time(Period.OfInstant(tally.LastReceivedAt), context.Culture, context.At)));
                cells.Add(FigureCells.Number(tally?.Rejected ?? 0, 0, context.Culture));
            }

            return new TableRow(code, cells);
        });
        return new TableView("feeds", context.T("Areas.FeedCaption"), columns, [.. rows])
        {
            EmptyText = context.T("Areas.FeedNone"),
            Note = tallies is not null ? context.T("Areas.FeedNote", FeedDirectory.Span.TotalHours) : context.Query.Moment.IsPresent ? context.T("Areas.FeedUnavailable") : context.T("Areas.FeedPast"),
        }.Sorted(context.Query);
    }

    // Rounded down: 99.6 % of the rows is not all of them.
    private static TableCell Share(decimal? share, PageContext context) =>
        share is { } s ? FigureCells.Number(decimal.Floor(s * 100), 0, context.Culture) : new("–");

    private static TableCell State(List<FigureState> figures, PageContext context)
    {
        if (figures.Count == 0) return new(context.T("Areas.FeedSilent")) { Mark = "missing" };
        var parts = new List<string>(3);
        int Count(DataState state) => figures.Count(f => f.DataState == state);
        var (late, stale, failed) = (Count(DataState.Late), Count(DataState.Stale), Count(DataState.Error));
        if (failed > 0) parts.Add(context.T("Areas.FeedFailed"));
        if (stale > 0) parts.Add(context.T("Areas.FeedStale", stale));
        if (late > 0) parts.Add(context.T("Areas.FeedLate", late));
        return parts.Count == 0
            ? new(context.T("Areas.FeedFresh")) { Mark = "met" }
            : new(string.Join(" · ", parts)) { Mark = failed > 0 ? "error" : stale > 0 ? "stale" : "watch" };
    }
}

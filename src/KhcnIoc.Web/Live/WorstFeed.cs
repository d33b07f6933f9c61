using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Live;

/// <summary>Finds the feed that a header has to name: the one whose figures are furthest from fresh, never the newest.</summary>
internal static class WorstFeed
{
    public static HeaderState Of(IEnumerable<FigureState> figures, ProvincePack pack)
    {
        FigureState? worst = null;
        var anyFeed = false;
        foreach (var figure in figures)
        {
            anyFeed |= figure.Feed.Length > 0;
            if (figure.Feed.Length == 0 || figure.DataState is DataState.Fresh or DataState.Missing) continue;
            if (worst is null || Rank(figure) > Rank(worst) || (Rank(figure) == Rank(worst) && figure.Overdue > worst.Overdue)) worst = figure;
        }

        if (worst is null) return new HeaderState(null, anyFeed ? DataState.Fresh : DataState.Missing, TimeSpan.Zero);
        var name = pack.Feeds.TryGetValue(worst.Feed, out var feed) ? feed.NameVi : worst.Feed;
        return new HeaderState(name, worst.DataState, worst.Overdue);
    }

    private static int Rank(FigureState figure) => figure.DataState switch { DataState.Error => 3, DataState.Stale => 2, _ => 1 };
}

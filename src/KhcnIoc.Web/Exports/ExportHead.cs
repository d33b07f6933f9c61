using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Resources;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Exports;

/// <summary>What every export says of itself: what it shows, of when, of what province, from where. Texts in the page's language.</summary>
internal sealed record ExportHead
{
    public required CultureInfo Culture { get; init; }
    public required string Title { get; init; }
    public required string Subtitle { get; init; }
    public required string Province { get; init; }

    /// <summary>"dd/MM/yyyy HH:mm" up to when things are known.</summary>
    public required string KnownAt { get; init; }

    /// <summary>That it shows the past, and which; empty = the present.</summary>
    public required string Moment { get; init; }

    /// <summary>The page's whole address.</summary>
    public required string Address { get; init; }
    public required string Sources { get; init; }

    /// <summary>The mark of simulated figures; empty = there are none.</summary>
    public required string Simulated { get; init; }
    public required string Build { get; init; }
    public required long Commit { get; init; }

    /// <summary>All of it, in order.</summary>
    public IEnumerable<(string Label, string Text)> Lines
    {
        get
        {
            yield return (T("Title"), Title);
            if (Subtitle.Length > 0) yield return (T("About"), Subtitle);
            yield return (T("Province"), Province);
            yield return (T("KnownAt"), KnownAt);
            if (Moment.Length > 0) yield return (T("Moment"), Moment);
            if (Simulated.Length > 0) yield return (Simulated, T("SimulatedHint"));
            yield return (T("Sources"), Sources);
            yield return (T("Address"), Address);
            yield return (T("Build"), T("BuildText", Build, Commit));
        }
    }

    public string T(string key) => Texts.Of(Culture, "Exports." + key);

    public string T(string key, params ReadOnlySpan<object?> values) => Texts.Of(Culture, "Exports." + key, values);

    /// <param name="origin">Scheme and host that the reader used, without a slash at the end.</param>
    public static ExportHead Of(PageView view, string origin, string build)
    {
        var context = view.Context;
        var moment = context.Query.Moment;
        var known = moment.AsOf is { } asOf && asOf < context.Now ? asOf : context.Now;
        var parts = new List<string>(2);
        if (moment.AsOf is not null) parts.Add(context.T("Exports.MomentAsOf", Clock(known)));
        if (moment.Period is { } period) parts.Add(context.T("Exports.MomentPeriod", Wording.Time(period, context.Culture, context.Now)));
        return new()
        {
            Culture = context.Culture,
            Title = view.Title,
            Subtitle = view.Subtitle,
            Province = context.Pack.Province.NameOn(ProvinceCalendar.DayOf(context.At)).Name,
            KnownAt = Clock(known),
            Moment = string.Join("; ", parts),
            Address = origin + context.Address,
            Sources = SourcesOf(view),
            Simulated = HasSimulated(view) ? Texts.Of(context.Culture, "Banner.Simulated") : "",
            Build = build,
            Commit = context.Board.Commit,
        };
    }

    public static bool HasSimulated(PageView view) => view.Simulated || view.Blocks.Any(block => block switch
    {
        TilesBlock tiles => tiles.Tiles.Any(t => t.View.Slots[Slots.AttributeSimulated] == "true"),
        TableBlock table => table.Table.Rows.Any(r => r.Cells.Any(c => c.Simulated)),
        _ => false,
    });

    private static string Clock(DateTimeOffset at) => ProvinceCalendar.ToLocal(at).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    // The few that tiles name and columns of sources list; with more, or none, the pages of the figures say it.
    private static string SourcesOf(PageView view)
    {
        var sources = new SortedSet<string>(StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: true));
        foreach (var block in view.Blocks)
        {
            if (block is TilesBlock tiles)
            {
                foreach (var (_, tile) in tiles.Tiles) sources.Add(tile.Slots[Slots.Source]);
            }
            else if (block is TableBlock { Table: var table } && table.Columns.ToList().FindIndex(c => c.Key == "source") is >= 0 and var at)
            {
                foreach (var row in table.Rows) sources.Add(row.Cells[at].Text);
            }
        }

        sources.Remove("");
        var elsewhere = view.Context.T("Exports.SourcesElsewhere");
        return sources.Count is 0 or > 12 ? elsewhere : string.Join("; ", sources) + ". " + elsewhere;
    }
}

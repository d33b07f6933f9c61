using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Web.Pages.Compare;

/// <summary>Two to six communes or agencies side by side on chosen indicators.</summary>
public sealed record CompareView : PageView
{
    /// <summary>Agencies are compared, not communes.</summary>
    public required bool OfAgencies { get; init; }

    /// <summary>What is wrong with the address or still to be chosen.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
    public required CompareChooser Things { get; init; }
    public required CompareChooser Indicators { get; init; }
    public required IReadOnlyList<CompareThing> Columns { get; init; }
    public required IReadOnlyList<CompareRow> Rows { get; init; }

    /// <summary>The other kind of comparison.</summary>
    public required PageLink Other { get; init; }

    /// <summary>The same as a table, for exports.</summary>
    public required TableView Table { get; init; }
    public required IReadOnlySet<SeriesKey> Series { get; init; }

    public override IReadOnlyList<PageBlock> Blocks => [.. Notices.Select(n => new TextBlock(n, IsNotice: true)), new TableBlock(Table)];

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Overlaps(Series);
}

/// <summary>What is chosen and what else can be; each choice is an address.</summary>
/// <param name="FindKey">Part of the address that narrows the offers.</param>
/// <param name="Find">What they are narrowed to.</param>
/// <param name="Label">What is chosen here.</param>
/// <param name="Chosen">Each leads to the same page without it.</param>
/// <param name="Offers">Each leads to the same page with it.</param>
/// <param name="Hint">How many more, or why none.</param>
public sealed record CompareChooser(string FindKey, string Find, string Label, IReadOnlyList<PageLink> Chosen, IReadOnlyList<PageLink> Offers, string Hint);

/// <param name="Code">Area or agency code.</param>
/// <param name="Link">Its page.</param>
/// <param name="Detail">What must be known of it.</param>
public sealed record CompareThing(string Code, PageLink Link, string Detail);

/// <summary>One indicator across all columns.</summary>
/// <param name="Code">Indicator code.</param>
/// <param name="Indicator">Its page.</param>
/// <param name="Detail">Its target.</param>
/// <param name="Cells">One a column.</param>
/// <param name="Province">The whole province.</param>
/// <param name="Median">The middle of all communes or agencies.</param>
public sealed record CompareRow(string Code, PageLink Indicator, string Detail, IReadOnlyList<CompareCell> Cells, TableCell Province, TableCell Median);

/// <param name="Value">The figure.</param>
/// <param name="Standing">Mark and words.</param>
/// <param name="Place">Best or worst of those compared, as a word; empty = between, or all equal.</param>
/// <param name="PlaceMark">Its sign: <c>best</c>, <c>worst</c>; empty = none.</param>
/// <param name="Rank">Among all communes or agencies.</param>
/// <param name="Time">What time it is about.</param>
/// <param name="Bar">Length of the bar as a percentage; empty = none.</param>
/// <param name="BarProvince">Where the province stands on it; empty = not comparable.</param>
public sealed record CompareCell(TableCell Value, TableCell Standing, string Place, string PlaceMark, string Rank, string Time, string Bar, string BarProvince);

using System.Globalization;

namespace KhcnIoc.Web.Pages;

public enum ColumnKind { Text, Number }

/// <param name="Key">Stable slug; names the order in the address.</param>
/// <param name="Title">Heading.</param>
/// <param name="Kind">Numbers are set right and sorted as numbers, greatest first at the first tap.</param>
/// <param name="Unit">Unit of the whole column; empty where each row has its own.</param>
public sealed record TableColumn(string Key, string Title, ColumnKind Kind, string Unit = "");

/// <summary>One cell: the text that is shown and, for a number, the number that is exported.</summary>
public sealed record TableCell(string Text)
{
    public static readonly TableCell Empty = new("");

    /// <summary>In the row's or the column's unit; exported as a number, so the text must be this number formatted (perhaps with a sign or a unit beside it).</summary>
    public decimal? Number { get; init; }

    /// <summary>Decimals that the text shows.</summary>
    public int Decimals { get; init; }

    /// <summary>Unit of this cell where the column has none.</summary>
    public string Unit { get; init; } = "";
    public string Href { get; init; } = "";

    /// <summary>Symbol id without "#m-"; empty = none.</summary>
    public string Mark { get; init; } = "";

    /// <summary>A small second line.</summary>
    public string Hint { get; init; } = "";
    public bool Simulated { get; init; }
}

/// <param name="Key">Stable: which thing the row is about.</param>
/// <param name="Cells">One a column.</param>
/// <param name="Highlighted">The row that the page is about.</param>
public sealed record TableRow(string Key, IReadOnlyList<TableCell> Cells, bool Highlighted = false);

/// <summary>A table as it is shown and exported.</summary>
/// <param name="Id">Unique in its page; its order stands in the address as <c>sort-{Id}</c> (<c>value</c>, <c>-value</c>).</param>
/// <param name="Caption">What it lists.</param>
/// <param name="Columns">At least one.</param>
/// <param name="Rows">In order.</param>
public sealed record TableView(string Id, string Caption, IReadOnlyList<TableColumn> Columns, IReadOnlyList<TableRow> Rows)
{
    /// <summary>What must be known to read it; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>What is said where there are no rows.</summary>
    public string EmptyText { get; init; } = "";

    /// <summary>Column and direction in force; empty = the given order.</summary>
    public string Order { get; init; } = "";

    /// <summary>In the order that the address asks for; unknown columns change nothing. Rows without a number come last either way.</summary>
    public TableView Sorted(PageQuery query)
    {
        var order = query.Get("sort-" + Id);
        var descending = order.StartsWith('-');
        var column = Columns.ToList().FindIndex(c => c.Key == order.TrimStart('-'));
        if (column < 0) return this;
        var culture = CultureInfo.GetCultureInfo("vi-VN").CompareInfo;
        var rows = Columns[column].Kind == ColumnKind.Number
            ? Rows.OrderBy(r => r.Cells[column].Number is null).ThenBy(r => (descending ? -1 : 1) * (r.Cells[column].Number ?? 0))
            : descending
                ? Rows.OrderByDescending(r => r.Cells[column].Text, Comparer<string>.Create((a, b) => culture.Compare(a, b, CompareOptions.IgnoreCase)))
                : Rows.OrderBy(r => r.Cells[column].Text, Comparer<string>.Create((a, b) => culture.Compare(a, b, CompareOptions.IgnoreCase)));
        return this with { Rows = [.. rows], Order = order };
    }
}

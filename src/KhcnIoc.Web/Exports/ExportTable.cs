using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Resources;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Exports;

/// <summary>A cell of a spreadsheet: a number or a text, never both.</summary>
/// <param name="Text">For a number what the page shows.</param>
/// <param name="Number">The number in it.</param>
/// <param name="Href">Whole address; empty = none.</param>
internal sealed record ExportCell(string Text, ShownNumber? Number = null, string Href = "")
{
    public static readonly ExportCell Empty = new("");
}

/// <summary>A table of a page, flattened for spreadsheets: units, marks, second lines and simulated figures in columns of their own, where there are any.</summary>
/// <param name="Title">What it lists.</param>
/// <param name="Note">What must be known to read it; may be empty.</param>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">One cell a column.</param>
internal sealed record ExportTable(string Title, string Note, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ExportCell>> Rows)
{
    /// <summary>More rows than anyone reads, fewer than would hurt the server.</summary>
    public const int MostRows = 20_000;

    private delegate ExportCell Maker(int row);

    public static ExportTable Of(TableView table, ExportHead head, string origin)
    {
        var shown = table.Rows.Count > MostRows ? table.Rows.Take(MostRows).ToList() : table.Rows;
        var columns = new List<string>();
        var makers = new List<Maker>();
        for (var i = 0; i < table.Columns.Count; i++) Add(i);
        if (shown.Any(r => r.Cells.Any(c => c.Simulated))) AddColumn(head.T("Simulated"), row => new(SimulatedText(table, shown[row], head)));
        var notes = new[] { table.Note, table.Rows.Count == 0 ? table.EmptyText : "", table.Rows.Count > shown.Count ? head.T("RowsLeftOut", table.Rows.Count - shown.Count) : "" };
        return new(table.Caption, string.Join(' ', notes.Where(n => n.Length > 0)), columns, [.. shown.Select((_, row) => (IReadOnlyList<ExportCell>)[.. makers.Select(m => m(row))])]);

        void AddColumn(string title, Maker maker)
        {
            columns.Add(title);
            makers.Add(maker);
        }

        void Add(int i)
        {
            var column = table.Columns[i];
            var cells = shown.Select(r => r.Cells[i]).ToList();
            var numbers = cells.Select(c => c.Number is { } n ? ShownNumber.Of(c.Text, n, c.Decimals, head.Culture) : null).ToList();
            AddColumn(column.Unit.Length > 0 ? $"{column.Title} ({column.Unit})" : column.Title, row => new(cells[row].Text, numbers[row], Whole(cells[row].Href, origin)));
            if (column.Unit.Length == 0 && cells.Any(c => c.Unit.Length > 0)) AddColumn(head.T("ColumnUnit", column.Title), row => new(cells[row].Number is null ? "" : cells[row].Unit));
            if (cells.Where((c, row) => numbers[row] is { } n && n.HasMore(c.Unit.Length > 0 ? c.Unit : column.Unit)).Any()) AddColumn(head.T("ColumnShown", column.Title), row => new(cells[row].Text));
            if (cells.Any(c => c.Mark.Length > 0)) AddColumn(head.T("ColumnMark", column.Title), row => new(MarkWord(cells[row].Mark, head)));
            if (cells.Any(c => c.Hint.Length > 0)) AddColumn(head.T("ColumnHint", column.Title), row => new(cells[row].Hint));
        }
    }

    /// <summary>Tiles as a table: one row a tile, its words in columns.</summary>
    public static ExportTable Of(TilesBlock tiles, string title, PageContext context, ExportHead head, string origin)
    {
        (string Key, string Slot)[] words =
        [
            ("Standing", Slots.Standing), ("Gap", Slots.Gap), ("Target", Slots.Target), ("Path", Slots.Path), ("Time", Slots.Time), ("Age", Slots.Age),
            ("Note", Slots.Note), ("Source", Slots.Source), ("Simulated", Slots.Simulated),
        ];
        List<string> columns = [head.T("Indicator"), head.T("Qualifier"), head.T("Value"), head.T("Unit"), .. words.Select(w => head.T(w.Key)), head.T("Others")];
        return new(title, "", columns, [.. tiles.Tiles.Select(t => Row(t.View.Slots))]);

        IReadOnlyList<ExportCell> Row(IReadOnlyDictionary<string, string> slots)
        {
            var key = new Core.Indicators.SeriesKey(slots[Slots.AttributeIndicator], slots[Slots.AttributeArea], slots[Slots.AttributeAgency]);
            return
            [
                new(slots[Slots.Name]), new(slots[Slots.Qualifier]),
                new(slots[Slots.Value], ShownNumber.Parse(slots[Slots.Value], head.Culture), Whole(context.Links.Figure(key), origin)),
                new(slots[Slots.Unit]), .. words.Select(w => new ExportCell(slots[w.Slot])), new(OthersOf(slots)),
            ];
        }
    }

    /// <summary>Figures of other areas that a tile without one of its own shows.</summary>
    public static string OthersOf(IReadOnlyDictionary<string, string> slots)
    {
        var first = Join(slots[Slots.OtherArea0], slots[Slots.OtherValue0], slots[Slots.OtherTime0]);
        var second = Join(slots[Slots.OtherArea1], slots[Slots.OtherValue1], slots[Slots.OtherTime1]);
        return second.Length == 0 ? first : first + "; " + second;

        static string Join(string area, string value, string time) => area.Length == 0 ? "" : (area + (value.Length > 0 ? ": " + value : "") + (time.Length > 0 ? $" ({time})" : ""));
    }

    public static string MarkWord(string mark, ExportHead head) => mark switch
    {
        "" => "",
        "behind" or "watch" or "on-path" or "met" or "unknown" => Texts.Of(head.Culture, "Standing." + mark),
        "stale" or "missing" or "error" => head.T("Mark." + mark),
        _ => mark,
    };

    /// <summary>A whole address from one that begins with "/"; anything else is no link of a page.</summary>
    public static string Whole(string href, string origin) => href.StartsWith('/') ? origin + href : href.StartsWith("http://", StringComparison.Ordinal) || href.StartsWith("https://", StringComparison.Ordinal) ? href : "";

    // Where only some of a row's numbers are simulated, which.
    private static string SimulatedText(TableView table, TableRow row, ExportHead head)
    {
        var simulated = Enumerable.Range(0, row.Cells.Count).Where(i => row.Cells[i].Simulated).ToList();
        if (simulated.Count == 0) return "";
        var mark = Texts.Of(head.Culture, "Tile.Simulated");
        var all = Enumerable.Range(0, row.Cells.Count).Where(i => row.Cells[i] is { Number: not null, Href.Length: > 0 }).All(simulated.Contains);
        return all ? mark : mark + ": " + string.Join("; ", simulated.Select(i => table.Columns[i].Title));
    }
}

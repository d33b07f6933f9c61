namespace KhcnIoc.Core.Live;

/// <summary>A named part of a wall page with all its texts and attributes in one culture: what the component draws and the hub patches.</summary>
/// <remarks>
/// Slot names: <c>value</c> = text of the element with <c>data-slot="value"</c>; <c>spark.d</c> = attribute <c>d</c> of the element with
/// <c>data-slot="spark"</c>; <c>@data-standing</c> = attribute of the part's own element (<c>data-part="id"</c>). An attribute whose slot is empty text is removed.
/// Slots hold plain text, never markup.
/// </remarks>
/// <param name="Id">Unique inside a dashboard: <c>t0</c>, <c>t1</c> … for tiles in dashboard order, <c>head</c>, <c>strip-{domain}</c>.</param>
/// <param name="Slots">All slots by name; the set of names of a part never changes.</param>
public sealed record ViewPart(string Id, IReadOnlyDictionary<string, string> Slots);

using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Live;
using Microsoft.AspNetCore.Components;

namespace KhcnIoc.Web.Components.Tiles;

/// <summary>One figure against its plan. A pure function of its view: on walls drawn once and patched, on interactive pages drawn by <see cref="TileMarkup"/> once per view. As a component of a circuit it draws again only when the view is another object.</summary>
public sealed partial class KpiTile : ComponentBase
{
    private ViewPart? _drawn;

    [Parameter, EditorRequired] public required ViewPart View { get; set; }

    [Parameter, EditorRequired] public required TileDefinition Tile { get; set; }

    // Asked before every drawing but the first.
    protected override bool ShouldRender() => !ReferenceEquals(View, _drawn);

    protected override void OnAfterRender(bool firstRender) => _drawn = View;

    private string S(string slot) => View.Slots[slot];

    /// <summary>An attribute whose slot is empty is not written.</summary>
    private string? A(string slot) => View.Slots[slot] is { Length: > 0 } text ? text : null;
}

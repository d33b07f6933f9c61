namespace KhcnIoc.Web.Views;

/// <summary>The slots of a tile; see <see cref="KhcnIoc.Core.Live.ViewPart"/> for how names are read.</summary>
public static class Slots
{
    public const string Name = "name";
    public const string Value = "value";

    /// <summary>Where a tap on the tile leads: the indicator's page, from a tile of a part its figure's.</summary>
    public const string HrefName = "name.href";

    /// <summary>Where the number leads: the page that says where it comes from.</summary>
    public const string HrefValue = "value.href";
    public const string HrefOther0 = "other0-value.href";
    public const string HrefOther1 = "other1-value.href";
    public const string Qualifier = "qualifier";
    public const string Unit = "unit";

    /// <summary>The shape beside the words, <c>#m-behind</c>.</summary>
    public const string Mark = "mark.href";

    /// <summary>The gap to the path, or why there is none.</summary>
    public const string Gap = "gap";

    /// <summary>The standing as a word.</summary>
    public const string Standing = "standing";
    public const string Target = "target";
    public const string Path = "path";
    public const string Time = "time";
    public const string Age = "age";
    public const string Note = "note";
    public const string Source = "source";
    public const string Simulated = "simulated";
    public const string SparkLine = "spark.d";
    public const string SparkWay = "way.d";
    public const string SparkDot = "dot.d";
    public const string Fill = "fill.width";
    public const string TodayX1 = "today.x1";
    public const string TodayX2 = "today.x2";
    public const string TodayVisibility = "today.visibility";
    public const string NextX1 = "next.x1";
    public const string NextX2 = "next.x2";
    public const string NextVisibility = "next.visibility";

    /// <summary>Up to two figures of other areas, for tiles without one of their own.</summary>
    public const string OtherArea0 = "other0";
    public const string OtherValue0 = "other0-value";
    public const string OtherTime0 = "other0-time";
    public const string OtherArea1 = "other1";
    public const string OtherValue1 = "other1-value";
    public const string OtherTime1 = "other1-time";

    public const string AttributeIndicator = "@data-indicator";
    public const string AttributeArea = "@data-area";
    public const string AttributeAgency = "@data-agency";
    public const string AttributeStanding = "@data-standing";
    public const string AttributeState = "@data-state";
    public const string AttributeSimulated = "@data-simulated";

    /// <summary><c>none</c> where there is no figure of its own.</summary>
    public const string AttributeFigure = "@data-figure";

    /// <summary><c>long</c> or <c>longer</c> where the number needs a smaller size.</summary>
    public const string AttributeLength = "@data-length";

    /// <summary><c>long</c> where the name needs the smaller size to stay on two lines.</summary>
    public const string AttributeName = "@data-name";

    /// <summary><c>long</c> where the unit does not fit beside the number.</summary>
    public const string AttributeUnit = "@data-unit";
}

namespace KhcnIoc.Web.Views;

/// <summary>A figure in words, as on its tile. Empty texts where there is nothing to say.</summary>
/// <param name="Value">The number, or "–".</param>
/// <param name="Unit">Its unit; empty without a number.</param>
/// <param name="Qualifier">"≥", "ít nhất".</param>
/// <param name="Mark">Symbol id without "#m-".</param>
/// <param name="Gap">The gap to the path, or why there is none.</param>
/// <param name="Standing">The standing as a word.</param>
/// <param name="Target">The next target.</param>
/// <param name="Path">Today's path.</param>
/// <param name="Time">What time it is about.</param>
/// <param name="Age">How late it is.</param>
/// <param name="Note">Share reported, corrected.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Simulated">The mark of simulated figures.</param>
internal sealed record FigureWords(
    string Value, string Unit, string Qualifier, string Mark, string Gap, string Standing, string Target, string Path, string Time, string Age, string Note, string Source, string Simulated)
{
    /// <summary>The number with its qualifier, without its unit.</summary>
    public string Text => Qualifier.Length == 0 ? Value : Qualifier.Length == 1 ? Qualifier + Value : Qualifier + " " + Value;
}

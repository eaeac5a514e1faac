package io.vmgate.simulator.rfb;

/** The letters of the screen: printable ASCII, drawn five by seven and shown eight by sixteen. */
final class Glyphs {
  static final int WIDTH = 8;
  static final int HEIGHT = 16;
  private static final int DRAWN_ROWS = 7;
  private static final int DRAWN_COLUMNS = 5;

  /** Seven rows a letter from the space on; a row is a digit of base 32, its left pixel first. */
  private static final String ROWS =
      "00000004444404AAA0000AAVAVAA4FKE5U4OP248J3CIK8LID4480000" // space ! " # $ % & '
          + "2488842842224804LEL40044V4400000448000V00000000CC01248G0" // ( ) * + , - . /
          + "EHJLPHE4C4444EEH1248VV2421HE26AIV22VGU11HE68GUHHEV124888" // 0 1 2 3 4 5 6 7
          + "EHHEHHEEHHF12C0CC0CC00CC0C48248G84200V0V008421248EH12404" // 8 9 : ; < = > ?
          + "EH1DLLEEHHHVHHUHHUHHUEHGGGHESIHHHISVGGUGGVVGGUGGGEHGNHHF" // @ A B C D E F G
          + "HHHVHHHE44444E72222ICHIKOKIHGGGGGGVHRLLHHHHHPLJHHEHHHHHE" // H I J K L M N O
          + "UHHUGGGEHHHLIDUHHUKIHFGGE11UV444444HHHHHHEHHHHHA4HHHLLLA" // P Q R S T U V W
          + "HHA4AHHHHHA444V1248GVE88888E0G84210E22222E4AH0000000000V" // X Y Z [ \ ] ^ _
          + "842000000E1FHFGGMPHHU00EGGHE11DJHHF00EHVGE698S8880FHHF1E" // ` a b c d e f g
          + "GGMPHHH40C444E20622ICGGIKOKIC44444E00QLLHH00MPHHH00EHHHE" // h i j k l m n o
          + "00UHUGG00DJF1100MPGGG00EGE1U88S889600HHHJD00HHHA400HHLLA" // p q r s t u v w
          + "00HA4AH00HHF1E00V248V244844244444448442448008L200"; // x y z { | } ~

  private Glyphs() {}

  /**
   * Tell whether a pixel of a letter's cell is ink; a letter that is not printable ASCII looks like
   * a question mark.
   */
  static boolean isInk(char letter, int x, int y) {
    int row = (y - 1) / 2;
    int column = x - 1;
    if (y < 1 || row >= DRAWN_ROWS || column < 0 || column >= DRAWN_COLUMNS) {
      return false;
    }
    char shown = letter >= ' ' && letter <= '~' ? letter : '?';
    int bits = Character.digit(ROWS.charAt((shown - ' ') * DRAWN_ROWS + row), 32);
    return (bits >> (DRAWN_COLUMNS - 1 - column) & 1) != 0;
  }
}
